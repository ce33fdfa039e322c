import { copiedArtifacts, copySource } from '../catalog/copies';
import { productById } from '../catalog/lookups';
import { CopyOperation } from '../state/copies';
import * as members from '../validation/members';
import {
  enumeration,
  list,
  map,
  string,
  structure,
} from '../validation/shapes';
import { defineOperation } from './Operation';

/** How long a copy takes. */
const COPY_MILLISECONDS = 3000;

export const CopyProduct = defineOperation({
  name: 'CopyProduct',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      SourceProductArn: string({
        min: 1,
        max: 1224,
        pattern:
          'arn:[a-z0-9-\\.]{1,63}:[a-z0-9-\\.]{0,63}:[a-z0-9-\\.]{0,63}:[a-z0-9-\\.]{0,63}:[^/].{0,1023}',
      }),
      TargetProductId: members.id,
      TargetProductName: members.productName,
      SourceProvisioningArtifactIdentifiers: list(
        map(enumeration(['Id']), string()),
      ),
      CopyOptions: list(enumeration(['CopyTags'])),
      IdempotencyToken: members.idempotencyToken,
    },
    ['SourceProductArn', 'IdempotencyToken'],
  ),
  idempotencyToken: { member: 'IdempotencyToken' },
  handle: ({ state, world, newId, now }, input) => {
    const { product, owner } = copySource(world, state, input.SourceProductArn);
    const targetId = input.TargetProductId;
    const existing =
      targetId === undefined ? undefined : productById(state, targetId);
    const targetProductId = existing?.id ?? newId('prod');
    const completesAt = now + COPY_MILLISECONDS;
    const copiesTags = input.CopyOptions?.includes('CopyTags') === true;
    const copy: CopyOperation = {
      id: newId('copyproduct'),
      targetProductId,
      completesAt,
      product: existing
        ? undefined
        : {
            ...product,
            id: targetProductId,
            viewId: newId('prodview'),
            name: input.TargetProductName ?? product.name,
            createdTime: completesAt,
            tags: copiesTags ? [...product.tags] : [],
          },
      artifacts: copiedArtifacts(
        owner.artifacts.withKey(product.id),
        input.SourceProvisioningArtifactIdentifiers,
      ).map(artifact => ({
        ...artifact,
        id: newId('pa'),
        productId: targetProductId,
        createdTime: completesAt,
        seededBy: undefined,
      })),
      settled: false,
    };
    state.copies.set(copy.id, copy);
    return { CopyProductToken: copy.id };
  },
});
