import { EmulatorSettings } from '../settings';
import {
  ChangingResource,
  ResourceAction,
  StackResource,
} from '../state/entities';

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

/** A resource that does change. */
export type ChangedResource = ChangingResource & { action: ResourceAction };

/**
 * Lays out the changes of a stack in time: each begins when those it depends on are complete, and
 * all of them take `seconds` altogether, except for resources with a time of their own.
 *
 * @param changed - ordered so that dependencies come first
 */
export function layOut(
  changed: ChangedResource[],
  startsAt: number,
  seconds: number,
  settings: EmulatorSettings,
): Timeline {
  const secondsPerWeight =
    Math.max(0, seconds) / Math.max(1, criticalWeight(changed, settings));
  const ends = new Map<string, number>();
  const resources = changed.map((resource): StackResource => {
    const begins = resource.dependsOn.reduce(
      (latest, other) => Math.max(latest, ends.get(other) ?? 0),
      startsAt,
    );
    const own =
      ownSeconds(resource, settings) ?? weightOf(resource) * secondsPerWeight;
    const endsAt = begins + own * 1000;
    ends.set(resource.logicalId, endsAt);
    return {
      ...stackResource(resource),
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
      changed.length > 0
        ? startsAt
        : startsAt + Math.round(Math.max(0, seconds) * 1000),
    ),
    failed,
  };
}

/** Lays out changes that are made one after another within a time. */
export function inSequence(
  changed: ChangedResource[],
  startsAt: number,
  endsAt: number,
): StackResource[] {
  const each = (endsAt - startsAt) / Math.max(1, changed.length);
  return changed.map((resource, index) => ({
    ...stackResource(resource),
    startsAt: Math.round(startsAt + index * each),
    endsAt: Math.round(startsAt + (index + 1) * each),
  }));
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
            failure: `Resource ${
              resource.action === 'create' ? 'creation' : 'update'
            } cancelled`,
          }
        : resource,
    );
}

/** How long a request is CREATED before CloudFormation begins. */
export function acceptanceSeconds({ stackSeconds }: EmulatorSettings): number {
  return Math.min(1, stackSeconds * 0.05);
}

function criticalWeight(
  planned: ChangingResource[],
  settings: EmulatorSettings,
): number {
  const reach = new Map<string, number>();
  for (const resource of planned) {
    const before = resource.dependsOn.map(other => reach.get(other) ?? 0);
    const own =
      ownSeconds(resource, settings) === undefined ? weightOf(resource) : 0;
    reach.set(resource.logicalId, Math.max(0, ...before) + own);
  }
  return Math.max(0, ...reach.values());
}

function ownSeconds(
  { type, failure }: ChangingResource,
  settings: EmulatorSettings,
): number | undefined {
  return failure?.seconds ?? settings.resourceSeconds[type];
}

function weightOf({ type }: ChangingResource): number {
  return WEIGHTS[type] ?? 1;
}

function stackResource(resource: ChangedResource) {
  const { logicalId, type, physicalId, action } = resource;
  const { generation, previousPhysicalId, retained } = resource;
  return {
    logicalId,
    type,
    physicalId,
    action,
    ...(generation !== undefined && { generation }),
    ...(previousPhysicalId !== undefined && { previousPhysicalId }),
    ...(retained && { retained }),
  };
}
