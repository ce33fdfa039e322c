import { Text } from '@backstage/ui';
import { ReactNode } from 'react';
import styles from './Approvals.module.css';

/** The heading of a part of a card. */
export const Subtitle = (props: { as: 'h3' | 'h4'; children: ReactNode }) => (
  <Text
    as={props.as}
    variant="body-medium"
    weight="bold"
    className={styles.subtitle}
  >
    {props.children}
  </Text>
);
