/**
 * The kinds of entities that own or have AWS products. It is the default of the entity tab and card; apps may set another one in
 * `app-config.yaml`.
 */
export const entityFilter = {
  kind: { $in: ['component', 'system', 'resource', 'group'] },
};
