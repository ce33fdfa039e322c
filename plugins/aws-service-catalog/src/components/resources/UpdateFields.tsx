import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Button, ButtonLink, Card, CardBody, Flex, Text } from '@backstage/ui';
import type { LaunchForm } from 'backstage-plugin-aws-service-catalog-common';
import { ReactNode, useId, useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { awsServiceCatalogApiRef } from '../../api';
import { orderRouteRef, resourceRouteRef } from '../../routes';
import { ErrorPanel } from '../common';
import { Columns } from '../details/Columns';
import { DefinitionList } from '../details/DefinitionList';
import { HiddenValue } from '../details/HiddenValue';
import { useRequestToken } from '../details/useRequestToken';
import { useSubmit } from '../details/useSubmit';
import { ParameterFields, useParameterValues } from '../parameters';
import {
  changedValues,
  UpdateForm,
  withoutKeptDefaults,
} from './loadUpdateForm';

function Changes(props: {
  update: UpdateForm;
  form: LaunchForm;
  changes: Record<string, string>;
}) {
  const { update, form, changes } = props;
  const { resource, previous } = update;
  const secrets = form.parameters.filter(({ noEcho }) => noEcho);
  const isSecret = (key: string) => secrets.some(secret => secret.key === key);
  const newVersion = form.version.id !== resource.version.id;
  if (!newVersion && Object.keys(changes).length === 0) {
    return <Text color="secondary">Nothing yet.</Text>;
  }
  return (
    <DefinitionList
      monospace
      entries={[
        {
          label: 'Version',
          value: newVersion
            ? `${resource.version.name} → ${form.version.name}`
            : undefined,
        },
        ...Object.entries(changes).map(([key, value]) => ({
          label: key,
          value: isSecret(key) ? (
            <HiddenValue />
          ) : (
            `${previous[key] ?? 'value unknown here'} → ${value}`
          ),
        })),
      ]}
    />
  );
}

/** The parameters of an update beside what will change, and the button that orders it. */
export function UpdateFields(props: {
  update: UpdateForm;
  form: LaunchForm;
  /** The choice of the version. */
  children: ReactNode;
}) {
  const { update, form: launchForm, children } = props;
  const { resource, previous, keepsPrevious } = update;
  const { target, id } = resource;
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
    fields =>
      state.refuse(
        Object.fromEntries(
          fields.map(({ field, message }) => [
            field.replace(/^parameters\./, ''),
            message,
          ]),
        ),
      ),
  );
  const unchanged =
    form.version.id === resource.version.id &&
    Object.keys(changes).length === 0;
  const isBroken =
    Object.keys(state.problems).length > 0 || state.ruleProblems.length > 0;
  const obstacle =
    (unchanged && 'Change the version or a value first.') ||
    (isBroken && 'Correct the marked values first.') ||
    undefined;

  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        if (!obstacle) {
          submit(() =>
            api.placeOrder(
              withToken({
                kind: 'update',
                target,
                provisionedProductId: id,
                versionId: form.version.id,
                pathId: form.path.id,
                parameters: changes,
              }),
            ),
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
              </Flex>
            </CardBody>
          </Card>
        }
        side={
          <EntityInfoCard title="What will change">
            <Flex direction="column" gap="4">
              <Changes update={update} form={form} changes={changes} />
              {error !== undefined && (
                <ErrorPanel title="It was not updated" error={error} />
              )}
              <Flex gap="2">
                <Button
                  type="submit"
                  isPending={isPending}
                  isDisabled={obstacle !== undefined}
                  aria-describedby={obstacle && reasonId}
                >
                  Update
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
