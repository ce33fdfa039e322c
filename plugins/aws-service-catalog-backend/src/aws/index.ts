export { AwsTarget, type CallOptions } from './AwsTarget';
export { AwsTargets, type AwsTimeouts } from './AwsTargets';
export {
  AwsCallError,
  isAwsCallError,
  scrub,
  type AwsErrorKind,
} from './errors';
export * from './outputs';
export * from './products';
export * from './provisionedProducts';
export * from './provisioning';
export * from './records';
