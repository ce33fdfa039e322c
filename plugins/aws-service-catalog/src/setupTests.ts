import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// The first test of a file also waits for the transformation of every lazily loaded component.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);
