/**
 * An emulator of the AWS Service Catalog API.
 *
 * @packageDocumentation
 */
export { createEmulator } from './createEmulator';
export type { EmulatorOptions, RunningEmulator } from './createEmulator';
export type { ClockOptions, EmulatorClock } from './clock';
export type { Call, EmulatorCalls } from './calls/CallLog';
export type {
  EmulatorEngine,
  EngineMessage,
  EngineWorkflowRequest,
} from './engines/EmulatorEngine';
export type { EmulatorFaults } from './faults/FaultRegistry';
export type {
  Fault,
  FaultTarget,
  LifecycleFault,
  RequestFault,
} from './faults/faults';
export type {
  OrganizationAccount,
  OrganizationalUnit,
  OrganizationOptions,
} from './state/Organization';
export type { RoleOptions } from './state/RoleDirectory';
export type { EmulatorSettings } from './settings';
export type { SeededStack, SeedReport, SeedSource } from './seed/seed';
