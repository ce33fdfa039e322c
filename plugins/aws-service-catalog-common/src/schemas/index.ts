export * from './shared';
export * from './products';
export * from './orders';
export * from './provisionedProducts';
export * from './operations';
