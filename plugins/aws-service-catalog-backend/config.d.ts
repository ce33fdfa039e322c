import { HumanDuration } from '@backstage/types';

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

    /** The AWS accounts and Regions that the portal works in. */
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
    };

    sync?: {
      /** How often products and provisioned products are copied from AWS. Default: 5 minutes. */
      frequency?: HumanDuration | string;
      /** After how long a sync is given up. Default: 10 minutes. */
      timeout?: HumanDuration | string;
    };

    reconcile?: {
      /** How often open orders are looked at. Default: 2 seconds. */
      interval?: HumanDuration | string;
    };
  };
}
