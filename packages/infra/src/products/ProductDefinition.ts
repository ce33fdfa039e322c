import {
  aws_iam as iam,
  aws_servicecatalog as servicecatalog,
  Stack,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** What a template file or a construct becomes when it is launched. */
export type ProductTemplate =
  | {
      /** A template that is written by hand. */
      kind: 'file';
      path: string;
    }
  | {
      /** A template that others publish under the `templateBaseUrl` of the configuration. What is there must not change. */
      kind: 'url';
      /** Such as `sns-topic/1.0.yaml`. */
      path: string;
    }
  | {
      /** The template of a stack that runs in the hub. AWS copies it when the version is made. */
      kind: 'running-stack';
      description: string;
      /** Adds what the stack consists of. Its parameters need defaults. */
      build: (stack: Stack) => void;
    }
  | {
      /** A template that is made of constructs. It must not depend on the configuration: its versions are kept. */
      kind: 'stack';
      create: (scope: Construct, id: string) => servicecatalog.ProductStack;
      /** Versions before the current one, oldest first, whose templates are in product-stack-snapshots. */
      earlierVersions: readonly EarlierVersion[];
    };

/** A version that something newer took the place of. */
export interface EarlierVersion {
  name: string;
  description: string;
  /**
   * `deprecated`: what runs may be updated with it, nothing new is launched. `withdrawn`: inactive, nobody sees it. What
   * was launched from it keeps running in both cases.
   */
  state: 'available' | 'deprecated' | 'withdrawn';
}

/** Something that people do with what was launched, by a runbook of AWS Systems Manager that runs with the launch role. */
export interface ProductAction {
  /** In kebab-case. */
  key: string;
  /** Letters, digits, dashes, dots and underscores. */
  name: string;
  description: string;
  /** A runbook that every account has, such as those of AWS. */
  runbook: { name: string; version: string };
  /** The parameter of the runbook that takes the id of what was launched. */
  target: string;
  /** What the runbook does, as the launch role. */
  permissions: () => iam.PolicyStatement[];
}

/** A product of the catalog, whatever portfolios offer it. */
export interface ProductDefinition {
  /** In kebab-case, as organization.yaml names it. */
  key: string;
  name: string;
  description: string;
  supportDescription: string;
  currentVersion: { name: string; description: string };
  template: ProductTemplate;
  /** What its launch role may do besides what every launch role may, for which there is nothing if it is empty. */
  permissions: () => iam.PolicyStatement[];
  actions?: readonly ProductAction[];
  /** Wildcards in `permissions`, also those of actions, that cdk-nag asks about. */
  acknowledged: readonly string[];
}

/** Who supports all products. */
export const SUPPORT = {
  owner: 'Platform Engineering',
  email: 'platform-engineering@example.com',
  description: 'Ask in the channel of Platform Engineering',
};

/** What the names of all launch roles begin with. */
export const LAUNCH_ROLE_PREFIX = 'SCLaunch-';

/**
 * The name of a product's launch role, the same in every account.
 *
 * @param key - of the product
 */
export function launchRoleName(key: string): string {
  return `${LAUNCH_ROLE_PREFIX}${key}`;
}
