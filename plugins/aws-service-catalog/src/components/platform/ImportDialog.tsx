import { useApi } from '@backstage/core-plugin-api';
import { Select, Text, TextField } from '@backstage/ui';
import type {
  ImportOrderRequest,
  OrderDetail,
  TargetStatus,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import useAsync from 'react-use/esm/useAsync';
import { awsServiceCatalogApiRef } from '../../api';
import { useRequestToken } from '../details/useRequestToken';
import { FormDialog } from '../details/FormDialog';
import { useSubmit } from '../details/useSubmit';
import { OwnerField } from './OwnerField';

const MOST_PRODUCTS = 100;

/** Asks which stack of CloudFormation is to become a provisioned product, of which product and whose. */
export function ImportDialog(props: {
  targets: TargetStatus[];
  onClose(): void;
  /** Gets the order that imports it. */
  onOrdered(order: OrderDetail): void;
}) {
  const { targets, onClose, onOrdered } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const withToken = useRequestToken();
  const [target, setTarget] = useState(
    targets.length === 1 ? targets[0].name : '',
  );
  const [productId, setProductId] = useState('');
  const [versionId, setVersionId] = useState('');
  const [name, setName] = useState('');
  const [stackArn, setStackArn] = useState('');
  const [owner, setOwner] = useState('');
  const [refused, setRefused] = useState<Record<string, string>>({});
  const { isPending, error, submit } = useSubmit(onOrdered, fields =>
    setRefused(
      Object.fromEntries(fields.map(({ field, message }) => [field, message])),
    ),
  );
  const products = useAsync(
    async () =>
      target
        ? (await api.listProducts({ target, limit: MOST_PRODUCTS })).items
        : [],
    [api, target],
  );
  const product = products.value?.find(({ id }) => id === productId);
  const isComplete =
    target && product && versionId && name && stackArn && owner;
  const request: ImportOrderRequest = {
    kind: 'import',
    target,
    productId,
    versionId,
    name: name.trim(),
    stackArn: stackArn.trim(),
    owner,
  };
  return (
    <FormDialog
      title="Import a stack"
      button="Import"
      isDisabled={!isComplete}
      isPending={isPending}
      error={error}
      errorTitle="It was not imported"
      onSubmit={() => {
        setRefused({});
        submit(() => api.placeOrder(withToken(request)));
      }}
      onClose={onClose}
    >
      <Text as="p">
        The stack has to be made of the same template as the version. Nothing in
        it changes.
      </Text>
      <Select
        label="Target"
        isRequired
        options={targets.map(each => ({
          value: each.name,
          label: each.name,
        }))}
        value={target || null}
        onChange={value => {
          setTarget(String(value));
          setProductId('');
          setVersionId('');
        }}
      />
      <Select
        label="Product"
        isRequired
        searchable
        isDisabled={!products.value?.length}
        options={(products.value ?? []).map(each => ({
          value: each.id,
          label: each.name,
        }))}
        value={productId || null}
        onChange={value => {
          setProductId(String(value));
          setVersionId('');
        }}
      />
      <Select
        label="Version"
        isRequired
        isDisabled={!product}
        options={(product?.versions ?? []).map(each => ({
          value: each.id,
          label: each.name,
        }))}
        value={versionId || null}
        onChange={value => setVersionId(String(value))}
      />
      <TextField
        label="Name"
        description="What it is called in Service Catalog; it cannot be renamed."
        isRequired
        maxLength={128}
        value={name}
        onChange={setName}
        validationBehavior="aria"
        validate={() => refused.name}
      />
      <TextField
        label="ARN of the stack"
        description="arn:aws:cloudformation:…:stack/…"
        isRequired
        value={stackArn}
        onChange={setStackArn}
        validationBehavior="aria"
        validate={() => refused.stackArn}
      />
      <OwnerField label="Owner" value={owner} onChange={setOwner} />
    </FormDialog>
  );
}
