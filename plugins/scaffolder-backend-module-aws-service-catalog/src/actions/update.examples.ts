import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Change a parameter; the others keep their values',
    example: yaml.stringify({
      steps: [
        {
          id: 'bucket',
          name: 'Keep old versions longer',
          action: 'aws:servicecatalog:update',
          input: {
            provisionedProduct: 'payments-api-receipts',
            parameters: { Environment: 'prod' },
          },
        },
      ],
    }),
  },
  {
    description: 'Move to another version',
    example: yaml.stringify({
      steps: [
        {
          id: 'bucket',
          name: 'Update the bucket',
          action: 'aws:servicecatalog:update',
          input: {
            provisionedProduct: 'payments-api-receipts',
            target: 'sandbox',
            version: '1.0',
          },
        },
      ],
    }),
  },
];
