import { useApi } from '@backstage/core-plugin-api';
import { Select, Text, TextField } from '@backstage/ui';
import type {
  ImportOrderRequest,
  OrderDetail,
  TargetStatus,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel } from '../common';
import { FormDialog } from '../details/FormDialog';
import { messagesByField } from '../details/messagesByField';
import { useRequestToken } from '../details/useRequestToken';
import { useSubmit } from '../details/useSubmit';
import { checkName, NAME_RULE } from '../products/orderForm/checkName';
import { OwnerField } from './OwnerField';

const MOST_PRODUCTS = 100;

type Draft = Required<
  Omit<ImportOrderRequest, 'kind' | 'requestToken' | 'entityRef'>
>;

const emptyDraft: Draft = {
  target: '',
  productId: '',
  versionId: '',
  name: '',
  stackArn: '',
  owner: '',
};

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
  const [draft, setDraft] = useState<Draft>({
    ...emptyDraft,
    target: targets.length === 1 ? targets[0].name : '',
  });
  const [refused, setRefused] = useState<Record<string, string>>({});
  const { isPending, error, submit } = useSubmit(onOrdered, fields =>
    setRefused(messagesByField(fields)),
  );
  const { target, productId, versionId } = draft;
  const products = useAsyncRetry(
    async () =>
      target
        ? (await api.listProducts({ target, limit: MOST_PRODUCTS })).items
        : [],
    [api, target],
  );
  // While those of another target are loaded, the former ones are still there.
  const offered = products.loading ? undefined : products.value;
  const product = offered?.find(({ id }) => id === productId);
  const request: ImportOrderRequest = {
    kind: 'import',
    ...draft,
    name: draft.name.trim(),
    stackArn: draft.stackArn.trim(),
  };
  const nameProblem = draft.name ? checkName(request.name) : undefined;
  const isComplete =
    !nameProblem &&
    product !== undefined &&
    Object.values(request).every(Boolean);
  const change = (changes: Partial<Draft>) => {
    setDraft(previous => ({ ...previous, ...changes }));
    // What was said against a value holds no longer once it is another one.
    setRefused(said =>
      Object.fromEntries(
        Object.entries(said).filter(([field]) => !(field in changes)),
      ),
    );
  };
  const saysWhy = (field: keyof Draft) =>
    ({ validationBehavior: 'aria', validate: () => refused[field] } as const);
  return (
    <FormDialog
      title="Import a stack"
      button="Import"
      isDisabled={!isComplete}
      isPending={isPending}
      error={error}
      errorTitle="It was not imported"
      onSubmit={() => submit(() => api.placeOrder(withToken(request)))}
      onClose={onClose}
    >
      <Text as="p">
        The stack has to be made of the same template as the version. Nothing in
        it changes.
      </Text>
      <Select
        label="Target"
        isRequired
        options={targets.map(each => ({ value: each.name, label: each.name }))}
        value={target || null}
        onChange={value =>
          change({ target: String(value), productId: '', versionId: '' })
        }
        {...saysWhy('target')}
      />
      {products.error && (
        <ErrorPanel
          title="The products could not be loaded"
          error={products.error}
          onRetry={products.retry}
        />
      )}
      <Select
        label="Product"
        isRequired
        searchable
        isDisabled={!offered?.length}
        description={
          target && offered?.length === 0
            ? 'The target offers no product.'
            : undefined
        }
        options={(offered ?? []).map(each => ({
          value: each.id,
          label: each.name,
        }))}
        value={productId || null}
        onChange={value => change({ productId: String(value), versionId: '' })}
        {...saysWhy('productId')}
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
        onChange={value => change({ versionId: String(value) })}
        {...saysWhy('versionId')}
      />
      <TextField
        label="Name"
        description={`What it is called in Service Catalog; it cannot be renamed. ${NAME_RULE}`}
        isRequired
        value={draft.name}
        onChange={name => change({ name })}
        validationBehavior="aria"
        validate={() => refused.name ?? nameProblem}
      />
      <TextField
        label="ARN of the stack"
        description="arn:aws:cloudformation:…:stack/…"
        isRequired
        value={draft.stackArn}
        onChange={stackArn => change({ stackArn })}
        {...saysWhy('stackArn')}
      />
      <OwnerField
        label="Owner"
        value={draft.owner}
        problem={refused.owner}
        onChange={owner => change({ owner })}
      />
    </FormDialog>
  );
}
