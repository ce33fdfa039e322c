import { ButtonLink, Container } from '@backstage/ui';
import { EmptyList } from '../lists/EmptyList';
import { ErrorPanel } from './ErrorPanel';
import { getErrorFacts } from './errors';
import { DetailSkeleton } from './Skeletons';

/** In place of a page about one thing that loads, that is not there for the reader, or that could not be loaded. */
export const NotThere = (props: {
  /** What did not work, for example "The order could not be loaded". */
  title: string;
  /** Absent: it loads. */
  error?: Error;
  onRetry: () => void;
  /** Why it may not be there, in a sentence or two. */
  why: string;
  /** The way out. */
  link: { label: string; href: string };
}) => {
  const { title, error, onRetry, why, link } = props;
  return (
    <Container py="4">
      {!error && <DetailSkeleton />}
      {error && getErrorFacts(error).status !== 404 && (
        <ErrorPanel title={title} error={error} onRetry={onRetry} />
      )}
      {error && getErrorFacts(error).status === 404 && (
        <EmptyList
          title="It is not here"
          description={why}
          action={
            <ButtonLink variant="secondary" href={link.href}>
              {link.label}
            </ButtonLink>
          }
        />
      )}
    </Container>
  );
};
