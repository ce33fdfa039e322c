import { Button, Card, CardBody, Select, Text, TextField } from '@backstage/ui';
import type { LaunchForm } from 'backstage-plugin-aws-service-catalog-common';
import { FormEvent, useId } from 'react';
import { useEntityTitles } from '../../common';
import { policyObstacle } from '../../approvals/LaunchTerms';
import { usePreview } from '../../details/usePreview';
import { ParameterFields } from '../../parameters';
import { BeforeYouLaunch } from './BeforeYouLaunch';
import { NAME_RULE } from './checkName';
import styles from './OrderForm.module.css';
import { RefusedOrder } from './RefusedOrder';
import { TagFields } from './TagFields';
import { toPreviewRequest } from './toOrderRequest';
import type { OrderDraft } from './useOrderDraft';
import { usePlaceOrder } from './usePlaceOrder';

/** Why the order cannot be placed yet; empty when it can. */
function explainObstacles(obstacles: string[], problems: string[]): string {
  if (obstacles.length === 0) {
    return problems.join(' ');
  }
  const shown = obstacles.slice(0, 5).join(', ');
  const more = obstacles.length > 5 ? ` and ${obstacles.length - 5} more` : '';
  return `Complete these first: ${shown}${more}.`;
}

/** The form that orders one version of a product through one launch path. */
export const OrderForm = (props: {
  form: LaunchForm;
  draft: OrderDraft;
  entityRef?: string;
  /** A newer launch form is being loaded. */
  isStale?: boolean;
}) => {
  const { form, draft, entityRef, isStale } = props;
  const { place, placing, error } = usePlaceOrder(form, draft, entityRef);
  const titleOf = useEntityTitles(form.owners);
  const reasonId = useId();
  const { obstacles, parameters } = draft;
  const preview = usePreview(
    isStale ? undefined : toPreviewRequest(form, draft, entityRef),
  );
  const refusedByPolicy = policyObstacle(preview);
  const ready =
    obstacles.length === 0 &&
    parameters.ruleProblems.length === 0 &&
    refusedByPolicy === undefined &&
    !isStale;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) {
      place();
    }
  };
  return (
    <form
      className={styles.form}
      aria-label={`Order ${form.product.name}`}
      autoComplete="off"
      noValidate
      onSubmit={onSubmit}
    >
      <Card>
        <CardBody className={styles.fields}>
          <section className={styles.section}>
            <TextField
              label="Name"
              name="name"
              description={`What you call it in AWS and here. ${NAME_RULE}`}
              isRequired
              autoComplete="off"
              value={draft.name}
              onChange={draft.changeName}
              onBlur={draft.leaveName}
              validationBehavior="aria"
              validate={() => draft.nameError}
            />
            {!entityRef && form.owners.length > 1 && (
              <Select
                label="Owner"
                name="owner"
                description="The team that owns the result, sees it and may change it."
                isRequired
                options={form.owners.map(ref => ({
                  value: ref,
                  label: titleOf(ref),
                }))}
                value={draft.owner ?? ''}
                onChange={owner => draft.changeOwner(String(owner))}
                validationBehavior="aria"
                validate={() => draft.refused.owner}
              />
            )}
          </section>
          <ParameterFields form={form} state={parameters} />
          <TagFields draft={draft} />
        </CardBody>
      </Card>
      <div className={styles.aside}>
        <BeforeYouLaunch
          form={form}
          draft={draft}
          preview={preview}
          entityRef={entityRef}
        />
      </div>
      <div className={styles.actions}>
        {error && <RefusedOrder error={error} refusal={draft.refused} />}
        <Button
          type="submit"
          variant="primary"
          isDisabled={!ready}
          isPending={placing}
          aria-describedby={reasonId}
        >
          {preview.value?.approval ? 'Ask for approval' : 'Order'}
        </Button>
        <Text
          as="p"
          id={reasonId}
          variant="body-x-small"
          color="secondary"
          aria-live="polite"
        >
          {explainObstacles(obstacles, [
            ...parameters.ruleProblems,
            ...(refusedByPolicy ? [refusedByPolicy] : []),
          ])}
        </Text>
      </div>
    </form>
  );
};
