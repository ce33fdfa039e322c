import { tagUpdateAllowed } from '../catalog/constraints';
import { LaunchPath } from '../catalog/launchPaths';
import { applyTagOptions, effectiveTagOptions } from '../catalog/tagOptions';
import { invalidParameters } from '../errors';
import { AccountState } from '../state/AccountState';
import { ProvisionedProduct, Tag } from '../state/entities';
import { checkTags, withoutAutoTags } from './launch';

/**
 * The tags a provisioned product has after an update, AutoTags aside.
 *
 * Without a RESOURCE_UPDATE constraint that allows it, tags cannot be sent and stay as they are.
 * With one, the tags sent replace those there, so tags that are not sent again are dropped; but
 * CloudFormation sees nothing to do in an update that only removes tags, and they stay.
 */
export function updatedTags(
  state: AccountState,
  provisioned: ProvisionedProduct,
  path: LaunchPath,
  sent: Tag[] | undefined,
  changesStack: boolean,
): Tag[] {
  const before = withoutAutoTags(provisioned.tags);
  if (!tagUpdateAllowed(state, path)) {
    if (sent !== undefined && sent.length > 0) {
      throw invalidParameters(
        `Tags of provisioned product ${provisioned.id} cannot be updated: a RESOURCE_UPDATE constraint must allow it.`,
      );
    }
    return before;
  }
  const options = effectiveTagOptions(state, path.productId, path.portfolio.id);
  const wanted =
    sent ??
    before.filter(({ Key }) => options.some(option => option.Key === Key));
  checkTags(wanted);
  const after = applyTagOptions(options, wanted, {
    productId: path.productId,
    portfolioId: path.portfolio.id,
  });
  checkTags(after);
  const onlyRemoves = after.every(tag =>
    before.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value),
  );
  return onlyRemoves && !changesStack ? before : after;
}
