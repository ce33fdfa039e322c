import { Alert, Text } from '@backstage/ui';
import type { Order } from 'backstage-plugin-aws-service-catalog-common';
import { Deadline } from '../common';
import { DefinitionList } from '../details/DefinitionList';
import { stackStatusLabel } from '../resources/stackStatus';

/** What is peculiar to a kind of order: what AWS makes anew, what is run, imported, repaired or left behind. */
export function OrderedChanges({
  order,
}: {
  order: Order & { lease?: { endsAt: string } };
}) {
  const { kind, replacements, serviceAction, stackArn, termination } = order;
  const { repair, remains, lease } = order;
  return (
    <>
      {replacements && replacements.length > 0 && (
        <Alert
          status="danger"
          icon
          title={`AWS makes anew: ${replacements
            .map(({ logicalId }) => logicalId)
            .join(', ')}`}
          description="What was in the old ones is lost with them, unless there is a copy."
        />
      )}
      {termination && (
        <Alert
          status="warning"
          icon
          title={
            termination.retainResources
              ? 'Everything stays in AWS; only Service Catalog lets go of it'
              : 'Parts that cannot be deleted are left behind'
          }
          description={termination.reason}
        />
      )}
      {remains && remains.length > 0 && (
        <Alert
          status="warning"
          icon
          title="This is still there"
          description={remains.map(
            ({ logicalId, type, physicalId, status }) => (
              <div key={logicalId}>
                {`${logicalId} (${type}${
                  physicalId ? `, ${physicalId}` : ''
                }): ${stackStatusLabel(status)}`}
              </div>
            ),
          )}
        />
      )}
      {serviceAction && (
        <DefinitionList
          entries={[
            { label: 'Service action', value: serviceAction.name },
            ...Object.entries(serviceAction.parameters).map(
              ([label, values]) => ({ label, value: values.join(', ') }),
            ),
          ]}
        />
      )}
      {stackArn && (
        <DefinitionList entries={[{ label: 'Stack', value: stackArn }]} />
      )}
      {repair && (
        <DefinitionList
          entries={[
            { label: 'Owner in AWS', value: repair.awsOwner },
            { label: 'Launch role', value: repair.launchRole },
            { label: 'Why', value: repair.reason },
          ]}
        />
      )}
      {kind === 'renew' && lease && (
        <Text as="p">
          It may live until <Deadline at={lease.endsAt} />.
        </Text>
      )}
    </>
  );
}
