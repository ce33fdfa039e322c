import { useRouteRef } from '@backstage/core-plugin-api';
import { ButtonLink, Flex } from '@backstage/ui';
import { RiDeleteBinLine, RiEditLine, RiToolsLine } from '@remixicon/react';
import type { ProvisionedProductDetail } from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { orderRouteRef, resourceUpdateRouteRef } from '../../routes';
import { ReasonedButton } from '../details/ReasonedButton';
import { RepairDialog } from './RepairDialog';
import { ServiceActions } from './ServiceActions';
import { TerminateDialog } from './TerminateDialog';

/** What can be done to a provisioned product now; what cannot, says why. */
export function ResourceActions({
  resource,
}: {
  resource: ProvisionedProductDetail;
}) {
  const { target, id, actions } = resource;
  const updateLink = useRouteRef(resourceUpdateRouteRef);
  const orderLink = useRouteRef(orderRouteRef);
  const navigate = useNavigate();
  const [terminating, setTerminating] = useState(false);
  const [repairing, setRepairing] = useState(false);
  return (
    <Flex gap="2" align="start" style={{ flexWrap: 'wrap' }}>
      {actions.update.allowed ? (
        <ButtonLink
          href={updateLink({ target, id })}
          variant="secondary"
          iconStart={<RiEditLine />}
        >
          Update
        </ButtonLink>
      ) : (
        <ReasonedButton
          action={actions.update}
          variant="secondary"
          iconStart={<RiEditLine />}
        >
          Update
        </ReasonedButton>
      )}
      <ServiceActions
        resource={resource}
        onOrdered={order => navigate(orderLink({ id: order.id }))}
      />
      {actions.repair && (
        <ReasonedButton
          action={actions.repair}
          variant="secondary"
          iconStart={<RiToolsLine />}
          onPress={() => setRepairing(true)}
        >
          Repair
        </ReasonedButton>
      )}
      <ReasonedButton
        action={actions.terminate}
        variant="secondary"
        destructive
        iconStart={<RiDeleteBinLine />}
        onPress={() => setTerminating(true)}
      >
        Terminate
      </ReasonedButton>
      {repairing && (
        <RepairDialog
          resource={resource}
          onClose={() => setRepairing(false)}
          onOrdered={order => navigate(orderLink({ id: order.id }))}
        />
      )}
      {terminating && (
        <TerminateDialog
          resource={resource}
          onClose={() => setTerminating(false)}
          onOrdered={order => navigate(orderLink({ id: order.id }))}
        />
      )}
    </Flex>
  );
}
