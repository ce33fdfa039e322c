import { Alert, Button } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import { getErrorFacts } from './errors';

/** Says what went wrong, announces it, and offers to try again. */
export const ErrorPanel = (props: {
  /** What did not work, for example "The products could not be loaded". */
  title: string;
  error: unknown;
  /** Absent: trying again cannot help. */
  onRetry?: () => void;
}) => {
  const { message, requestId } = getErrorFacts(props.error);
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={props.title}
      description={
        <>
          {message}
          {requestId && <div>Request id: {requestId}</div>}
        </>
      }
      customActions={
        props.onRetry && (
          <Button
            size="small"
            variant="secondary"
            iconStart={<RiRefreshLine />}
            onPress={props.onRetry}
          >
            Retry
          </Button>
        )
      }
    />
  );
};
