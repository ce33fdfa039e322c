import {
  FieldError,
  OrderChange,
  Tag,
} from 'backstage-plugin-aws-service-catalog-common';
import { PluginConfig } from '../../config';
import { checkTagCount, expectedTags, TagOption } from '../../ownership';
import { StoredProvisionedProduct } from '../../provisionedProducts';

/** The tags that can be sent: not those of AWS itself. */
export function sendableTags(tags: readonly Tag[]): Tag[] {
  return tags.filter(({ key }) => !/^aws:/i.test(key));
}

/**
 * The whole set of tags that an update sends, with what the portal expects in place of what is there.
 *
 * @param form - of the update: its TagOptions, and whether it may change tags at all
 * @returns the tags, what is different about them, and what is wrong with that
 */
export function writeExpectedTags(
  config: PluginConfig,
  product: StoredProvisionedProduct,
  form: { tagOptions: readonly TagOption[]; tagUpdatesAllowed: boolean },
): { tags: Tag[]; changes: OrderChange[]; problems: FieldError[] } {
  const before = sendableTags(product.tags);
  if (!form.tagUpdatesAllowed) {
    return {
      tags: before,
      changes: [],
      problems: [
        {
          field: 'writeTags',
          message:
            'Its tags cannot be changed: no RESOURCE_UPDATE constraint of its product allows it.',
        },
      ],
    };
  }
  const { target: name } = product;
  const { accountId = '', region = '' } =
    config.targets.find(each => each.name === name) ?? {};
  const tags = expectedTags(
    config,
    { ...product, target: { name, accountId, region } },
    form.tagOptions,
  );
  return {
    tags,
    changes: listTagChanges(before, tags),
    problems: checkTagCount(tags, 'writeTags'),
  };
}

function listTagChanges(
  before: readonly Tag[],
  now: readonly Tag[],
): OrderChange[] {
  const valueIn = (tags: readonly Tag[], wanted: string) =>
    tags.find(({ key }) => key === wanted)?.value;
  const keys = [...new Set([...before, ...now].map(({ key }) => key))];
  return keys.flatMap(key => {
    const [from, to] = [valueIn(before, key), valueIn(now, key)];
    return from === to
      ? []
      : [{ key, kind: 'tag' as const, from, to, secret: false }];
  });
}
