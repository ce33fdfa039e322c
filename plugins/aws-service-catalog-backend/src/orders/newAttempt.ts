import { OrderProgress, Remnant, StoredOrder } from './StoredOrder';

/** What a new attempt begins with: nothing of the attempt before, but what it has left behind. */
export function newAttempt({
  kind,
  attempt,
  progress,
  provisionedProduct: { id },
}: StoredOrder): Pick<StoredOrder, 'attempt' | 'token' | 'recordId'> & {
  progress: OrderProgress;
} {
  const left = kind === 'provision' && id !== undefined ? id : undefined;
  return {
    attempt: attempt + 1,
    token: undefined,
    recordId: undefined,
    progress: {
      ...notSent(progress),
      failures: 0,
      defects: undefined,
      hindrance: undefined,
      recordStatus: undefined,
      acceptedAt: undefined,
      approval: progress.approval,
      busy: undefined,
      alarm: undefined,
      failure: undefined,
      remains: undefined,
      outputs: [],
      remnant: left === undefined ? undefined : { provisionedProductId: left },
    },
  };
}

/** What becomes of an attempt's progress when AWS has surely not taken its call. */
export function notSent({
  remnant,
}: OrderProgress): Pick<
  OrderProgress,
  'pathId' | 'sentAt' | 'refusal' | 'remnant'
> {
  const left: Remnant | undefined = remnant && {
    provisionedProductId: remnant.provisionedProductId,
  };
  return {
    pathId: undefined,
    sentAt: undefined,
    refusal: undefined,
    remnant: left,
  };
}
