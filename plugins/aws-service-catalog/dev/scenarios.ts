import { FakeAwsServiceCatalogApi } from '../src/__testUtils__/FakeAwsServiceCatalogApi';
import { approvalScenarios } from './approvalScenarios';
import { catalogScenarios } from './catalogScenarios';
import { followScenarios } from './followScenarios';
import { platformScenarios } from './platformScenarios';

/** A state of the user interface: what the backend says, and the page to look at. */
export type Scenario = {
  title: string;
  path: string;
  makeApi(): FakeAwsServiceCatalogApi;
};

/** Every state that deserves a look, by the name that the URL carries. */
export const scenarios: Record<string, Scenario> = {
  ...approvalScenarios,
  ...followScenarios,
  ...platformScenarios,
  ...catalogScenarios,
};
