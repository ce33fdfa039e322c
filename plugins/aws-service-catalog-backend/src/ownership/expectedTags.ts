import { Tag, TagDrift } from 'backstage-plugin-aws-service-catalog-common';
import { TagConfig } from '../config';
import { portalTags, TagOption } from './stampTags';

/** A provisioned product, as far as its tags follow from it. */
export type TaggedProduct = {
  target: { name: string; accountId: string; region: string };
  product: { id: string; name: string };
  owner?: string;
  ownerSource?: 'order' | 'adopted' | 'tag';
  entityRef?: string;
  requester?: string;
  orderId?: string;
  /** As AWS has them. */
  tags: readonly Tag[];
};

type Config = Readonly<{ portal: string; tags: TagConfig }>;

/** AWS's own tags, which cannot be sent. */
const AWS_KEY = /^aws:/i;

/** Whether the portal answers for the tags: for those of what it launched or has adopted. What others tag is theirs. */
function isOurs({ ownerSource }: TaggedProduct): boolean {
  return ownerSource === 'order' || ownerSource === 'adopted';
}

function stampedTags(config: Config, thing: TaggedProduct): Tag[] {
  if (!isOurs(thing)) {
    return [];
  }
  const { owner, entityRef: entity, requester, orderId } = thing;
  return portalTags(config.tags, {
    portal: config.portal,
    target: thing.target,
    product: thing.product,
    owner,
    entity,
    requester,
    orderId,
  });
}

/** The keys of the portal's that something should not have: that of an entity, if it belongs to none. */
function wrongKeys({ tags }: Config, thing: TaggedProduct): string[] {
  return isOurs(thing) && thing.entityRef === undefined
    ? [tags.keys.entity]
    : [];
}

/**
 * The whole set of tags that something should have: for an update, which loses every tag that is not sent again. What somebody
 * else has put on it is kept; what the portal stamps, and the only value that a TagOption leaves, win.
 *
 * @param tagOptions - those of the launch path that the update takes; one without values must not be sent
 */
export function expectedTags(
  config: Config,
  thing: TaggedProduct,
  tagOptions: readonly TagOption[] = [],
): Tag[] {
  const stamped = stampedTags(config, thing);
  const stampedKeys = new Set(stamped.map(({ key }) => key));
  const enforced = tagOptions.flatMap(({ key, values }) =>
    values.length === 1 && !stampedKeys.has(key)
      ? [{ key, value: values[0] }]
      : [],
  );
  const set = new Set([...enforced, ...stamped].map(({ key }) => key));
  const contradictory = tagOptions
    .filter(({ values }) => values.length === 0)
    .map(({ key }) => key);
  const dropped = new Set([...contradictory, ...wrongKeys(config, thing)]);
  const kept = thing.tags.filter(
    ({ key }) => !AWS_KEY.test(key) && !set.has(key) && !dropped.has(key),
  );
  return [...kept, ...enforced, ...stamped];
}

function driftFrom(
  thing: TaggedProduct,
  { stamped, wrong }: { stamped: readonly Tag[]; wrong: readonly string[] },
  tagOptions: readonly TagOption[],
): TagDrift[] {
  const actual = new Map(thing.tags.map(({ key, value }) => [key, value]));
  const stampedKeys = new Set(stamped.map(({ key }) => key));
  const wanted = [
    ...stamped.map(({ key, value }) => ({
      key,
      because: 'stamped' as const,
      expected: [value],
    })),
    ...tagOptions
      .filter(({ key, values }) => values.length > 0 && !stampedKeys.has(key))
      .map(({ key, values }) => ({
        key,
        because: 'tag-option' as const,
        expected: [...values],
      })),
  ];
  const unwanted = wrong
    .filter(key => actual.has(key))
    .map(key => ({ key, because: 'stamped' as const, expected: [] }));
  return [
    ...wanted.filter(
      ({ key, expected }) => !expected.includes(actual.get(key) ?? ''),
    ),
    ...unwanted,
  ].map(each => ({ ...each, actual: actual.get(each.key) }));
}

/**
 * The tags of something that are not what they should be. It is only shown: a tag is never authority for what the database owns.
 *
 * @param optionsByPath - the TagOptions of each launch path of its product that is known. Through which it was launched is not: it
 * has drifted only if it fits none of them, and then from the one that it fits best
 */
export function findTagDrift(
  config: Config,
  thing: TaggedProduct,
  optionsByPath: readonly (readonly TagOption[])[],
): TagDrift[] {
  const ours = {
    stamped: stampedTags(config, thing),
    wrong: wrongKeys(config, thing),
  };
  const [first, ...others] = (
    optionsByPath.length > 0 ? optionsByPath : [[]]
  ).map(options => driftFrom(thing, ours, options));
  return others.reduce(
    (least, drift) => (drift.length < least.length ? drift : least),
    first,
  );
}
