import {
  ProvisionedProduct,
  ProvisionedProductStatus,
} from 'backstage-plugin-aws-service-catalog-common';

/** How a status is to be taken. */
export type StatusTone = 'success' | 'info' | 'warning' | 'danger';

/** A status in plain words, with the way out where there is something to do. */
export type StatusSentence = {
  tone: StatusTone;
  title: string;
  advice?: string;
};

const sentences: Record<
  ProvisionedProductStatus,
  (name: string) => StatusSentence
> = {
  AVAILABLE: name => ({ tone: 'success', title: `${name} is available.` }),
  UNDER_CHANGE: name => ({
    tone: 'info',
    title: `AWS is changing ${name}.`,
    advice: 'Wait until the change ends; AWS takes one change at a time.',
  }),
  TAINTED: name => ({
    tone: 'warning',
    title: `The last change of ${name} failed.`,
    advice:
      'It still runs the version and values it had before. Look at the last change below, then update it again.',
  }),
  ERROR: name => ({
    tone: 'danger',
    title: `${name} does not work: AWS could not finish it.`,
    advice:
      'What exists of it still holds the name and may cost money. Look at the last change below, then terminate it and order again.',
  }),
  PLAN_IN_PROGRESS: name => ({
    tone: 'info',
    title: `A plan for ${name} exists, but it was never carried out.`,
    advice: 'Nothing runs yet. Terminate it if the plan is not wanted.',
  }),
};

/**
 * What the status of a provisioned product means.
 *
 * Source of the meanings: AWS `ProvisionedProductStatus`; TAINTED is a change that was rolled back, ERROR a launch that was not.
 */
export function statusSentence(
  product: Pick<ProvisionedProduct, 'name' | 'status'>,
): StatusSentence {
  return sentences[product.status](product.name);
}

const recordTypes: Record<string, string> = {
  PROVISION_PRODUCT: 'Launch',
  UPDATE_PROVISIONED_PRODUCT: 'Update',
  TERMINATE_PROVISIONED_PRODUCT: 'Termination',
};

/** The kind of change an AWS record is about; types that AWS adds later are shown as AWS writes them. */
export function recordTypeLabel(type: string): string {
  return recordTypes[type] ?? type;
}
