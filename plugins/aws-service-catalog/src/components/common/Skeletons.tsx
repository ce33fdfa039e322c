import { Skeleton, VisuallyHidden } from '@backstage/ui';
import styles from './Skeletons.module.css';

const Pending = (props: { className: string; heights: number[] }) => (
  <div role="status">
    <VisuallyHidden>Loading</VisuallyHidden>
    <div className={props.className} aria-hidden="true">
      {props.heights.map((height, index) => (
        <Skeleton key={index} width="100%" height={height} />
      ))}
    </div>
  </div>
);

/** In place of a grid of cards. */
export const CardsSkeleton = (props: { count?: number }) => (
  <Pending
    className={styles.cards}
    heights={Array.from({ length: props.count ?? 6 }, () => 200)}
  />
);

/** In place of a table or list. */
export const RowsSkeleton = (props: { count?: number }) => (
  <Pending
    className={styles.rows}
    heights={Array.from({ length: props.count ?? 5 }, () => 40)}
  />
);

/** In place of a detail page or a form: a main column and a side column. */
export const DetailSkeleton = () => (
  <Pending className={styles.detail} heights={[360, 240]} />
);
