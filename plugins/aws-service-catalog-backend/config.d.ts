import { HumanDuration } from '@backstage/types';

/** Each key that is given has to fit; within a key, one value has to. */
type Scope = {
  /** Names or ids of products. */
  products?: string[];
  /** Names of portfolios. */
  portfolios?: string[];
  /** Names of targets. */
  targets?: string[];
  /** Entity references of the owners ordered for. */
  owners?: string[];
};

/** One of auto: true, approvers, and provider. */
type ApprovalRule = {
  /** Nobody has to approve. */
  auto?: boolean;
  /** Entity references of groups and users: any member may decide, but nobody their own order. */
  approvers?: string[];
  /** Id of an approval provider that a module adds. */
  provider?: string;
  /** How many people have to agree. Default: 1 */
  quorum?: number;
  /** In how much time it has to be decided. Default: 24 hours */
  timeout?: HumanDuration | string;
  /** What happens then. Default: expire */
  onTimeout?: 'expire' | 'reject' | 'approve';
};

export interface Config {
  /** AWS Service Catalog self-service. Read by the backend only, once, at start-up. */
  awsServiceCatalog?: {
    /**
     * Value of the tag backstage.io/portal: tells apart the portals that share an AWS account.
     */
    portal: string;

    /**
     * Entity references of the groups and users that run the portal. They see every order and provisioned product.
     */
    operators?: string[];

    /**
     * The services that may read orders and provisioned products without a user: plugins, such as plugin:scaffolder, and holders of
     * tokens for external access, such as external:reports. Default: plugin:scaffolder, which follows the orders of templates.
     */
    readers?: string[];

    /** The AWS accounts and Regions that the portal works in, no two of them the same. */
    targets: {
      /** 1 to 63 lower-case letters, digits or dashes; part of URLs and of stored orders. */
      name: string;
      /** 12 digits, in quotes. */
      accountId: string;
      region: string;
      /** Where Service Catalog and STS are spoken to instead of AWS, for example an emulator. */
      endpoint?: string;
      /** Entity references of the groups and users it serves. None listed: nobody. */
      owners?: string[];
      /** Whether a tag in AWS alone makes its value the owner of what was not ordered here. Default: false. */
      trustOwnerTags?: boolean;
    }[];

    /** Keys of the tags that a launch is stamped with. */
    tags?: {
      /** Default: backstage.io/owner */
      owner?: string;
      /** Default: backstage.io/entity */
      entity?: string;
      /** Default: backstage.io/requester */
      requester?: string;
      /** Default: backstage.io/order */
      order?: string;
      /** Default: backstage.io/portal */
      portal?: string;
      /** Further tags: key to a template such as ${{ owner.name }}. */
      extra?: { [key: string]: string };
    };

    /** Which orders need approval. The first policy that fits decides. */
    approval: {
      policies?: ({
        /** Shown to people. */
        name: string;
        /** Each key that is given has to fit; within a key, one value has to. Default: everything. */
        match?: Scope & {
          /** Default: provision, update and import. Anything else needs approval only by a policy that names the kind. */
          kinds?: (
            | 'provision'
            | 'update'
            | 'terminate'
            | 'renew'
            | 'service-action'
            | 'import'
            | 'repair'
          )[];
          /** Parameter key to values. A secret, or a value nobody knows, fits unless the policy is automatic. */
          parameters?: { [key: string]: string[] };
          /** Key of a tag that is stamped, to values. */
          tags?: { [key: string]: string[] };
          /** Expected cost per month. An unknown one fits unless the policy is automatic. */
          estimate?: { currency: string; above?: number; below?: number };
        };
      } & ApprovalRule)[];
      /** What holds when no policy fits. */
      default: ApprovalRule;
    };

    /** Parameters that the portal fills in, in every product that has them. For each, the first entry that fits holds. */
    parameters?: {
      /** Of the parameter. */
      name: string;
      match?: Scope;
      /** A template such as ${{ owner.name }}. */
      value: string;
      /** Whether it is only a suggestion, which whoever orders may change. Default: false. */
      editable?: boolean;
    }[];

    /** How many provisioned products each owner may have of all that match, launches under way included. The first one that fits counts. */
    quotas?: {
      /** Shown to people. */
      name: string;
      match?: Scope;
      limit: number;
    }[];

    /** How long provisioned products may live. The first one that fits holds; what none fits lives for ever. */
    leases?: {
      /** Shown to people. */
      name: string;
      match?: Scope & {
        /** Parameter key to values. A value that nobody knows fits none. */
        parameters?: { [key: string]: string[] };
        /** Tag key to values. */
        tags?: { [key: string]: string[] };
      };
      lifetime: HumanDuration | string;
      /** How long before the end its people are told, at the least. Default: 7 days. */
      warn?: HumanDuration | string;
      renew?: {
        /** How long it lives on from a renewal. Default: `lifetime`. */
        period?: HumanDuration | string;
        /** How often it can be renewed. Default: again and again. */
        max?: number;
        /** How many renewals need no approval; with `approvers`. Default: all. */
        approvalAbove?: number;
        /** Groups and users of whom one has to agree to each further renewal. */
        approvers?: string[];
        /** How long they may take. Default: 24 hours. */
        timeout?: HumanDuration | string;
      };
      /** How long after the end nothing happens yet. Default: not at all. */
      grace?: HumanDuration | string;
      /** Have it terminated, or only point it out. */
      onExpiry: 'terminate' | 'flag';
    }[];

    /** What products are declared to cost. The first one that fits holds. */
    estimates?: {
      match?: Scope;
      /** Per month. */
      monthly: number;
      /** Such as USD. */
      currency: string;
    }[];

    secrets?: {
      /**
       * Keys that encrypt secret parameters until AWS has them. The first one encrypts, all decrypt. Without one, products
       * with secret parameters cannot be ordered.
       */
      keys?: {
        id: string;
        /**
         * 32 bytes in base64.
         * @visibility secret
         */
        secret: string;
      }[];
      /**
       * Ids of keys that are gone for good. Without them the backend does not start while something needs a key that is not
       * configured.
       */
      lostKeys?: string[];
    };

    sync?: {
      /** How often products and provisioned products are copied from AWS. Default: 5 minutes. */
      frequency?: HumanDuration | string;
      /** After how long a sync is given up. Default: 10 minutes. */
      timeout?: HumanDuration | string;
      /** Events of CloudFormation, by which changed resources are read ahead of the next sync. */
      hints?: {
        /** The topic of Backstage's events service that they are published to, for example by its module for SQS. */
        topic: string;
        /** How long to wait for further events of a stack before it is read. Default: 10 seconds. */
        delay?: HumanDuration | string;
      };
    };

    /** What things cost. Every read of Cost Explorer is billed. */
    costs?: {
      /** How often each payer account is read. Default: 24 hours */
      frequency?: HumanDuration | string;
      /** The accounts that pay for the targets. None: what things cost is not known. */
      payers?: {
        /** 12 digits, in quotes. Credentials come from aws.accounts. */
        accountId: string;
        /** Where Cost Explorer is. Default: us-east-1 */
        region?: string;
        /** Where Cost Explorer and STS are spoken to instead of AWS, for example an emulator. */
        endpoint?: string;
      }[];
      /**
       * The cost allocation tag that costs are grouped by; its values are ARNs or ids of provisioned products.
       * Default: aws:servicecatalog:provisionedProductArn
       */
      tagKey?: string;
      /** Which costs are counted. Default: UnblendedCost */
      metric?:
        | 'UnblendedCost'
        | 'NetUnblendedCost'
        | 'AmortizedCost'
        | 'NetAmortizedCost'
        | 'BlendedCost';
    };

    doctor?: {
      /** How often it is looked for what is wrong with targets, products and policies. Default: 6 hours. */
      frequency?: HumanDuration | string;
    };

    reconcile?: {
      /** How often open orders are looked at. Default: 2 seconds. */
      interval?: HumanDuration | string;
      /**
       * After how long at AWS an order raises an alarm. It is followed on, without end. Default: 2 hours.
       */
      stuckAfter?: HumanDuration | string;
      /**
       * How long an order waits, and is sent again, while AWS says that another operation has to end first. Default: 4 hours.
       */
      busyTimeout?: HumanDuration | string;
      /**
       * Products of which one order at a time goes to AWS, in each target; names or ids. For those of which AWS does one thing at a
       * time, such as the Account Factory of Control Tower. Default: none.
       */
      serialProducts?: string[];
    };
  };
}
