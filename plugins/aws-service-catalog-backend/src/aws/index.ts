export { type AwsTimeouts } from './AwsConnection';
export { AwsPayer } from './AwsPayer';
export { AwsService, type CallOptions } from './AwsService';
export { AwsTarget } from './AwsTarget';
export { AwsTargets } from './AwsTargets';
export { isBusy } from './busy';
export {
  AwsCallError,
  isAwsCallError,
  scrub,
  type AwsErrorKind,
} from './errors';
export * from './costs';
export * from './outputs';
export * from './plans';
export * from './products';
export * from './provisionedProducts';
export * from './provisioning';
export * from './records';
export * from './shares';
export * from './serviceActions';
export * from './stacks';
