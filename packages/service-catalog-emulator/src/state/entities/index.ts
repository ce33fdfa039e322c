/**
 * What the emulator remembers, as plain JSON: a snapshot is these objects as they are. Times are
 * milliseconds since the epoch in emulator time. Members in PascalCase are AWS shapes kept as AWS
 * sends them.
 */
export * from './catalog';
export * from './engines';
export * from './provisioning';
export * from './requests';
export * from './stacks';
export * from './stackSets';
export * from './tags';
