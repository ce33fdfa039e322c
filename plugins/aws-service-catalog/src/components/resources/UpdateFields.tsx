import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import {
  Button,
  ButtonLink,
  Card,
  CardBody,
  Checkbox,
  Flex,
  Text,
} from '@backstage/ui';
import type {
  LaunchForm,
  OrderChange,
  UpdateOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { ReactNode, useId, useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { awsServiceCatalogApiRef } from '../../api';
import { orderRouteRef, resourceRouteRef } from '../../routes';
import { ErrorPanel } from '../common';
import {
  launchTerms,
  policyObstacle,
  PolicyProblems,
} from '../approvals/LaunchTerms';
import { Changes } from '../details/Changes';
import { Columns } from '../details/Columns';
import { DefinitionList } from '../details/DefinitionList';
import { messagesByField } from '../details/messagesByField';
import { usePreview } from '../details/usePreview';
import { useRequestToken } from '../details/useRequestToken';
import { useSubmit } from '../details/useSubmit';
import { ParameterFields, useParameterValues } from '../parameters';
import { PlanPanel } from './PlanPanel';
import { ReadNote } from './ReadNote';
import {
  changedValues,
  keptKeys,
  listChanges,
  previousValues,
  Update,
  withoutKeptDefaults,
} from './update';
import { usePlan } from './usePlan';

function withoutSecrets(
  request: UpdateOrderRequest,
  changes: OrderChange[],
): UpdateOrderRequest {
  const secrets = new Set(
    changes.filter(({ secret }) => secret).map(({ key }) => key),
  );
  return {
    ...request,
    parameters: Object.fromEntries(
      Object.entries(request.parameters).filter(([key]) => !secrets.has(key)),
    ),
  };
}

/** The parameters of an update beside what will change, and the button that orders it. */
export function UpdateFields(props: {
  update: Update;
  form: LaunchForm;
  /** The choice of the version. */
  children: ReactNode;
}) {
  const { update, form: launchForm, children } = props;
  const { resource } = update;
  const { target, id, capabilities, drift = [] } = resource;
  const previous = useMemo(() => previousValues(update.form), [update.form]);
  const keepsPrevious = useMemo(() => keptKeys(update.form), [update.form]);
  const [writeTags, setWriteTags] = useState(false);
  const api = useApi(awsServiceCatalogApiRef);
  const orderLink = useRouteRef(orderRouteRef);
  const resourceLink = useRouteRef(resourceRouteRef);
  const navigate = useNavigate();
  const reasonId = useId();
  const withToken = useRequestToken();
  const form = useMemo(
    () => withoutKeptDefaults(launchForm, keepsPrevious),
    [launchForm, keepsPrevious],
  );
  const state = useParameterValues({
    parameters: form.parameters,
    rules: form.rules,
    previous,
    keepsPrevious,
  });
  const changes = changedValues(state.given, previous);
  const { isPending, error, submit } = useSubmit(
    (order: { id: string }) => {
      state.clear();
      navigate(orderLink({ id: order.id }));
    },
    fields => state.refuse(messagesByField(fields, 'parameters.')),
  );
  const unchanged =
    form.version.id === resource.version.id &&
    Object.keys(changes).length === 0 &&
    !writeTags;
  const isBroken =
    Object.keys(state.problems).length > 0 || state.ruleProblems.length > 0;
  const listed = listChanges(update, form, changes);
  const request: UpdateOrderRequest = {
    kind: 'update',
    target,
    provisionedProductId: id,
    versionId: form.version.id,
    pathId: form.path.id,
    // What AWS does not keep has to be given again.
    parameters: update.form.keepsValues ? changes : state.given,
    ...(writeTags && { writeTags }),
  };
  const plan = usePlan({ target, id }, request);
  const preview = usePreview(
    unchanged ? undefined : withoutSecrets(request, listed),
  );
  const obstacle =
    (unchanged && 'Change the version or a value first.') ||
    (isBroken && 'Correct the marked values first.') ||
    policyObstacle(preview);

  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        if (!obstacle) {
          submit(() =>
            api.placeOrder(withToken({ ...request, planId: plan.usableId })),
          );
        }
      }}
    >
      <Columns
        main={
          <Card>
            <CardBody>
              <Flex direction="column" gap="4">
                {children}
                <ParameterFields
                  form={form}
                  state={state}
                  keepsPrevious={keepsPrevious}
                />
                <Text as="p" variant="body-small" color="secondary">
                  Its name stays: AWS cannot rename what runs.
                </Text>
                <ReadNote {...update.form} />
                {drift.length > 0 && update.form.tags.updatable && (
                  <Checkbox isSelected={writeTags} onChange={setWriteTags}>
                    {`Write the tags again that are not what they should be (${drift
                      .map(({ key }) => key)
                      .join(', ')})`}
                  </Checkbox>
                )}
              </Flex>
            </CardBody>
          </Card>
        }
        side={
          <EntityInfoCard title="What will change">
            <Flex direction="column" gap="4">
              <Changes changes={listed} none="Nothing yet." />
              {!unchanged && (
                <>
                  <PolicyProblems preview={preview} />
                  <DefinitionList entries={launchTerms(preview)} />
                </>
              )}
              {capabilities.plan && !unchanged && (
                <PlanPanel preview={plan} isBroken={isBroken} />
              )}
              {error !== undefined && (
                <ErrorPanel title="It was not updated" error={error} />
              )}
              <Flex gap="2" style={{ flexWrap: 'wrap' }}>
                <Button
                  type="submit"
                  isPending={isPending}
                  isDisabled={obstacle !== undefined}
                  aria-describedby={obstacle && reasonId}
                >
                  {!unchanged && preview.value?.approval
                    ? 'Ask for approval'
                    : 'Update'}
                </Button>
                <Button
                  variant="secondary"
                  onPress={state.clear}
                  isDisabled={unchanged}
                >
                  Reset
                </Button>
                <ButtonLink
                  variant="tertiary"
                  href={resourceLink({ target, id })}
                >
                  Back
                </ButtonLink>
              </Flex>
              {obstacle && (
                <Text id={reasonId} variant="body-small" color="secondary">
                  {obstacle}
                </Text>
              )}
            </Flex>
          </EntityInfoCard>
        }
      />
    </form>
  );
}
