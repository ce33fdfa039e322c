import {
  SealedValue,
  SecretBox,
  SecretUnreadableError,
} from '../secrets/SecretBox';
import { SecretMask } from '../secrets/SecretMask';
import { createTraceKey, SecretTrace, traceSecret } from '../secrets/traces';

/** What remains of the secrets that a plan was made with: enough to recognise them in what AWS says, not enough to tell them. */
export type StoredTraces = { key: SealedValue; traces: SecretTrace[] };

const bindingOf = (planId: string) => ({ orderId: planId, parameter: '' });

/**
 * Makes the traces of secrets; undefined when there are none.
 *
 * @param secrets - by parameter key
 * @throws Error when there are some and no key is configured
 */
export function traceSecrets(
  box: SecretBox,
  planId: string,
  secrets: Readonly<Record<string, string>>,
): StoredTraces | undefined {
  const entries = Object.entries(secrets);
  if (entries.length === 0) {
    return undefined;
  }
  const traceKey = createTraceKey();
  return {
    key: box.seal(traceKey, bindingOf(planId)),
    traces: entries.map(([parameter, value]) =>
      traceSecret(traceKey, parameter, value),
    ),
  };
}

/** What finds the secrets that a plan was made with. When their key is gone, it takes everything for secret. */
export function createPlanMask(
  box: SecretBox,
  planId: string,
  stored: StoredTraces | undefined,
): SecretMask {
  if (!stored) {
    return new SecretMask([]);
  }
  let traceKey: string | undefined;
  try {
    traceKey = box.open(stored.key, bindingOf(planId));
  } catch (error) {
    if (!(error instanceof SecretUnreadableError)) {
      throw error;
    }
  }
  return new SecretMask(stored.traces.map(trace => ({ ...trace, traceKey })));
}
