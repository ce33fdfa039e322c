/**
 * What both sides of the AWS Service Catalog plugins agree on: schemas, types, permissions, annotations and the HTTP client.
 *
 * @packageDocumentation
 */

export * from './annotations';
export * from './client';
export * from './fieldErrors';
export * from './leaseSignal';
export * from './orderStates';
export * from './parameters';
export * from './permissions';
export * from './schemas';
