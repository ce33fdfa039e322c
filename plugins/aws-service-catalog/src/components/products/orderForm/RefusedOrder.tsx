import { Alert } from '@backstage/ui';
import { policyProblemTitle } from '../../approvals/LaunchTerms';
import { getErrorFacts } from '../../common';
import type { Refusal } from './refusal';

/** Says why an order was not placed. What the form's fields say themselves is not repeated. */
export const RefusedOrder = (props: { error: Error; refusal: Refusal }) => {
  const { message, requestId, status } = getErrorFacts(props.error);
  const { others } = props.refusal;
  const atFields =
    others.length === 0 &&
    (props.refusal.name !== undefined ||
      props.refusal.owner !== undefined ||
      Object.keys(props.refusal.parameters).length > 0 ||
      Object.keys(props.refusal.tags).length > 0);
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title="The order was not placed"
      description={
        <>
          {atFields ? 'Correct the marked fields and order again.' : message}
          {others.map(({ field, message: problem }) => (
            <div key={field}>
              {policyProblemTitle(field) ?? field}: {problem}
            </div>
          ))}
          {(status === undefined || status >= 500) && (
            <div>Nothing you typed is lost. Ordering again is safe.</div>
          )}
          {requestId && <div>Request id: {requestId}</div>}
        </>
      }
    />
  );
};
