import { PlannedResource } from '../cloudformation/planStack';
import { EmulatorSettings } from '../settings';
import { StackResource } from '../state/entities';

/** How long types take in relation to each other, where they differ from 1. */
const WEIGHTS: { [type: string]: number } = {
  'AWS::RDS::DBCluster': 6,
  'AWS::RDS::DBInstance': 6,
  'AWS::EKS::Cluster': 6,
  'AWS::EC2::NatGateway': 3,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 3,
  'AWS::EC2::Instance': 2,
};

/** When the resources of a stack change, and when the whole of it ends. */
export interface Timeline {
  resources: StackResource[];
  endsAt: number;
  /** The first resource that fails, if any does. */
  failed?: StackResource;
}

/**
 * Lays out a stack's resources in time: each begins when those it depends on are complete, and the
 * request takes `stackSeconds` altogether, except for resources with a time of their own.
 *
 * @param planned - ordered so that dependencies come first
 */
export function layOut(
  planned: PlannedResource[],
  startsAt: number,
  settings: EmulatorSettings,
): Timeline {
  const secondsPerWeight =
    Math.max(0, settings.stackSeconds - acceptanceSeconds(settings)) /
    Math.max(1, criticalWeight(planned, settings));
  const ends = new Map<string, number>();
  const resources = planned.map((resource): StackResource => {
    const begins = resource.dependsOn.reduce(
      (latest, other) => Math.max(latest, ends.get(other)!),
      startsAt,
    );
    const seconds =
      ownSeconds(resource, settings) ?? weightOf(resource) * secondsPerWeight;
    const endsAt = begins + seconds * 1000;
    ends.set(resource.logicalId, endsAt);
    return {
      logicalId: resource.logicalId,
      type: resource.type,
      physicalId: resource.physicalId,
      // Only what is shown is rounded, so that a long chain does not drift.
      startsAt: Math.round(begins),
      endsAt: Math.round(endsAt),
      failure: resource.failure?.reason,
    };
  });
  const failed = resources
    .filter(resource => resource.failure !== undefined)
    .sort((a, b) => a.endsAt - b.endsAt)[0];
  return {
    resources,
    endsAt: resources.reduce(
      (latest, resource) => Math.max(latest, resource.endsAt),
      startsAt,
    ),
    failed,
  };
}

/** The stack as it was when one resource failed: what had not begun never does. */
export function stopAt(
  resources: StackResource[],
  failed: StackResource,
): StackResource[] {
  return resources
    .filter(
      ({ startsAt }) =>
        startsAt < failed.endsAt || startsAt === failed.startsAt,
    )
    .map(resource =>
      resource.endsAt > failed.endsAt
        ? {
            ...resource,
            endsAt: failed.endsAt,
            failure: 'Resource creation cancelled',
          }
        : resource,
    );
}

/** How long a request is CREATED before CloudFormation begins. */
export function acceptanceSeconds({ stackSeconds }: EmulatorSettings): number {
  return Math.min(1, stackSeconds * 0.05);
}

function criticalWeight(
  planned: PlannedResource[],
  settings: EmulatorSettings,
): number {
  const reach = new Map<string, number>();
  for (const resource of planned) {
    const before = resource.dependsOn.map(other => reach.get(other)!);
    const own =
      ownSeconds(resource, settings) === undefined ? weightOf(resource) : 0;
    reach.set(resource.logicalId, Math.max(0, ...before) + own);
  }
  return Math.max(0, ...reach.values());
}

function ownSeconds(
  { type, failure }: PlannedResource,
  settings: EmulatorSettings,
): number | undefined {
  return failure?.seconds ?? settings.resourceSeconds[type];
}

function weightOf({ type }: PlannedResource): number {
  return WEIGHTS[type] ?? 1;
}
