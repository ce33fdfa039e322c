import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Order a product for an entity and use its outputs',
    example: yaml.stringify({
      steps: [
        {
          id: 'bucket',
          name: 'Order the bucket',
          action: 'aws:servicecatalog:provision',
          input: {
            product: 'Secure S3 Bucket',
            name: 'payments-api-receipts',
            entityRef: 'component:default/payments-api',
            parameters: {
              BucketPurpose: 'receipts',
              TeamName: 'payments',
              Environment: 'dev',
            },
          },
        },
      ],
      output: {
        links: [
          { title: 'Order', url: '${{ steps.bucket.output.orderUrl }}' },
          {
            title: 'Entity',
            entityRef: '${{ steps.bucket.output.entityRef }}',
          },
        ],
        text: [
          {
            title: 'Bucket',
            content: '`${{ steps.bucket.output.outputs.BucketName }}`',
          },
        ],
      },
    }),
  },
  {
    description:
      'Order a given version in a given target, with a secret parameter',
    example: yaml.stringify({
      steps: [
        {
          id: 'database',
          name: 'Order the database',
          action: 'aws:servicecatalog:provision',
          input: {
            product: 'PostgreSQL RDS Instance',
            version: '1.0',
            target: 'sandbox',
            name: 'payments-api-db',
            owner: 'group:default/team-payments',
            parameters: { DatabaseName: 'payments', StorageGiB: 50 },
            secretParameters: {
              MasterUserPassword: '${{ secrets.databasePassword }}',
            },
            tags: { DataClass: 'internal' },
            timeout: { hours: 2 },
          },
        },
      ],
    }),
  },
  {
    description: 'Order without waiting, once for each environment',
    example: yaml.stringify({
      steps: [
        {
          id: 'buckets',
          name: 'Order the buckets',
          each: ['dev', 'staging'],
          action: 'aws:servicecatalog:provision',
          input: {
            product: 'Secure S3 Bucket',
            name: 'payments-api-receipts-${{ each.value }}',
            entityRef: 'component:default/payments-api',
            parameters: {
              BucketPurpose: 'receipts',
              TeamName: 'payments',
              Environment: '${{ each.value }}',
            },
            wait: false,
          },
        },
      ],
    }),
  },
];
