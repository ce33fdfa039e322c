import { ReactNode } from 'react';
import styles from './ProblemText.module.css';

/** What went wrong, within a list. */
export const ProblemText = ({ children }: { children: ReactNode }) => (
  <p className={styles.problem}>{children}</p>
);
