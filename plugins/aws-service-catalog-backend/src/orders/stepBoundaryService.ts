import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { LeaseBoundary, StepBoundary } from './stepBoundaries';

/** Told of each boundary that a step crosses. */
export type StepBoundaryService = {
  reach(boundary: StepBoundary | LeaseBoundary): Promise<void>;
};

/**
 * Where crash tests stop a replica, in the middle of a step. Outside of them it does nothing.
 */
export const stepBoundaryServiceRef = createServiceRef<StepBoundaryService>({
  id: 'aws-service-catalog.step-boundary',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => ({ reach: async () => {} }),
    }),
});
