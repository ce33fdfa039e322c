export * from './shared';
export * from './products';
export * from './approvals';
export * from './orders';
export * from './provisionedProducts';
export * from './operations';
