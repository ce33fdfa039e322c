import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Terminate a provisioned product and wait until it is gone',
    example: yaml.stringify({
      steps: [
        {
          id: 'bucket',
          name: 'Terminate the bucket',
          action: 'aws:servicecatalog:terminate',
          input: { provisionedProduct: 'payments-api-receipts' },
        },
      ],
    }),
  },
];
