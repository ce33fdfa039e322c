export {
  decideEntityOrdering,
  readAnnotation,
  type EntityScope,
  type KnownNames,
} from './entityOrdering';
export { expectedTags, findTagDrift, type TaggedProduct } from './expectedTags';
export { chooseOwner, ownersOfEntity, possibleOwners } from './owners';
export {
  checkTagCount,
  portalTags,
  stampTags,
  type TagOption,
} from './stampTags';
export { renderTemplate, type TemplateValues } from './template';
