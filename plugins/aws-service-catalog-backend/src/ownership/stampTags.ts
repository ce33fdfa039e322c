import { FieldError, Tag } from 'backstage-plugin-aws-service-catalog-common';
import { TagConfig } from '../config';
import { renderTemplate, TemplateValues } from './template';

/** AWS: at most 50 tags per provisioned product, its own automatic ones aside. */
const MAX_TAGS = 50;

const VALUE_PATTERN = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u;
const KEY_PATTERN = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu;

/** The values that AWS allows for a tag; none: the key must not be sent, AWS tags the conflict itself. */
export type TagOption = { key: string; values: readonly string[] };

function tagField(key: string): string {
  return `tags.${key}`;
}

/**
 * The tags that the portal puts on a launch.
 *
 * @param values.orderId - absent as long as there is no order: the tag is then left out
 */
export function portalTags(
  config: TagConfig,
  values: TemplateValues & { orderId?: string },
): Tag[] {
  const { keys, extra } = config;
  const tags: [string, string | undefined][] = [
    ...Object.entries(extra).map<[string, string | undefined]>(
      ([key, template]) => [key, renderTemplate(template, values)],
    ),
    [keys.owner, values.owner],
    [keys.entity, values.entity],
    [keys.requester, values.requester],
    [keys.order, values.orderId],
    [keys.portal, values.portal],
  ];
  return tags.flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value }],
  );
}

/** Every key that the portal may stamp, whether or not a launch has a value for it. */
function portalTagKeys(config: TagConfig): string[] {
  return [...Object.values(config.keys), ...Object.keys(config.extra)];
}

function checkOwn(own: readonly Tag[], reserved: readonly string[]) {
  return own.flatMap(({ key, value }, index): FieldError[] => {
    const field = tagField(key);
    if (reserved.includes(key)) {
      return [{ field, message: `The portal sets the tag ${key} itself.` }];
    }
    if (!KEY_PATTERN.test(key)) {
      const message = `A tag's key must have 1 to 128 letters, digits, spaces or _.:/=+-@, and not begin with aws:.`;
      return [{ field, message }];
    }
    if (!VALUE_PATTERN.test(value)) {
      const message = `The tag ${key} must have a value of 1 to 256 letters, digits, spaces or _.:/=+-@.`;
      return [{ field, message }];
    }
    return own.findIndex(tag => tag.key === key) < index
      ? [{ field, message: `The tag ${key} is given twice.` }]
      : [];
  });
}

function checkOption(
  { key, values }: TagOption,
  tag: Tag | undefined,
  isStamped: boolean,
): FieldError[] {
  const field = tagField(key);
  if (!tag) {
    return values.length > 1
      ? [
          {
            field,
            message: `The tag ${key} must be one of ${values.join(', ')}.`,
          },
        ]
      : [];
  }
  if (values.includes(tag.value)) {
    return [];
  }
  const who = isStamped
    ? `The portal would set the tag ${key} to ${tag.value}, but`
    : `The tag ${key} is ${tag.value}, but`;
  const rule =
    values.length === 0
      ? 'the TagOptions of product and portfolio contradict each other, so AWS takes no value. Ask the platform team to repair them.'
      : `the product's TagOptions allow only ${values.join(', ')}.`;
  return [{ field, message: `${who} ${rule}` }];
}

/**
 * Whether AWS takes so many tags.
 *
 * @param field - what is to be named when it does not
 */
export function checkTagCount(
  tags: readonly Tag[],
  field: string,
): FieldError[] {
  const message = `A provisioned product has at most ${MAX_TAGS} tags; with those of the portal these are ${tags.length}.`;
  return tags.length > MAX_TAGS ? [{ field, message }] : [];
}

/**
 * Works out all tags of a launch: the caller's own, those whose only value a TagOption enforces, and the portal's, last.
 * TagOptions outrank what the portal stamps: a stamped key needs an allowed value.
 *
 * @param input.own - the tags in the request
 * @returns what is wrong, by field `tags.<key>`; the tags are complete only when nothing is
 */
export function stampTags(input: {
  config: TagConfig;
  values: TemplateValues & {
    owner: string;
    requester: string;
    orderId?: string;
  };
  own?: readonly Tag[];
  tagOptions: readonly TagOption[];
}): { tags: Tag[]; problems: FieldError[] } {
  const { config, own = [], tagOptions } = input;
  const stamped = portalTags(config, input.values);
  const stampedKeys = new Set(stamped.map(({ key }) => key));
  const given = [...own, ...stamped];
  const enforced = tagOptions.flatMap(({ key, values }) =>
    values.length === 1 && !given.some(tag => tag.key === key)
      ? [{ key, value: values[0] }]
      : [],
  );
  const tags = [...own, ...enforced, ...stamped];
  const problems = [
    ...checkOwn(own, portalTagKeys(config)),
    ...stamped.flatMap(({ key, value }): FieldError[] =>
      VALUE_PATTERN.test(value)
        ? []
        : [
            {
              field: tagField(key),
              message: `The portal would set the tag ${key} to '${value}', which AWS does not take as a tag's value.`,
            },
          ],
    ),
    ...tagOptions.flatMap(option =>
      checkOption(
        option,
        tags.find(tag => tag.key === option.key),
        stampedKeys.has(option.key),
      ),
    ),
    ...checkTagCount(tags, 'tags'),
  ];
  return { tags, problems };
}
