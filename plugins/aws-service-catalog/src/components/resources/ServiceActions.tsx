import { useApi } from '@backstage/core-plugin-api';
import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiArrowDownSLine } from '@remixicon/react';
import type {
  OrderDetail,
  ProvisionedProductDetail,
  ServiceAction,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import useAsync from 'react-use/esm/useAsync';
import { awsServiceCatalogApiRef } from '../../api';
import { ReasonedButton } from '../details/ReasonedButton';
import { ServiceActionDialog } from './ServiceActionDialog';

/** What platform engineers have prepared to be run on it, as a menu. Absent when there is nothing, or AWS has none for what it is. */
export function ServiceActions(props: {
  resource: ProvisionedProductDetail;
  /** Gets the order that runs one. */
  onOrdered(order: OrderDetail): void;
}) {
  const { resource, onOrdered } = props;
  const { target, id, version, capabilities, actions } = resource;
  const api = useApi(awsServiceCatalogApiRef);
  const [chosen, setChosen] = useState<ServiceAction>();
  // One that cannot be read is not worth an error beside buttons that work; the next look at the page asks again.
  const { value } = useAsync(
    async () =>
      capabilities.serviceActions
        ? (await api.listServiceActions({ target, id })).items
        : [],
    [api, target, id, version.id, capabilities.serviceActions],
  );
  if (!value || value.length === 0 || !actions.runAction) {
    return null;
  }
  const label = {
    variant: 'secondary',
    iconEnd: <RiArrowDownSLine />,
    children: 'Actions',
  } as const;
  return (
    <>
      {actions.runAction.allowed ? (
        <MenuTrigger>
          <Button {...label} />
          <Menu
            onAction={key => setChosen(value.find(action => action.id === key))}
          >
            {value.map(action => (
              <MenuItem key={action.id} id={action.id}>
                {action.name}
              </MenuItem>
            ))}
          </Menu>
        </MenuTrigger>
      ) : (
        <ReasonedButton action={actions.runAction} {...label} />
      )}
      {chosen && (
        <ServiceActionDialog
          resource={resource}
          action={chosen}
          onClose={() => setChosen(undefined)}
          onOrdered={onOrdered}
        />
      )}
    </>
  );
}
