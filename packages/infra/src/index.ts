export { readOrganization, ConfigError } from './config/readOrganization';
export type { Organization } from './config/organization';
export { createApp, createExternalApp } from './createApp';
export type { AppOptions } from './createApp';
export { products } from './products';
export type { ProductDefinition } from './products/ProductDefinition';
