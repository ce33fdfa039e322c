import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { MarkdownContent } from '@backstage/core-components';

const content = `
**Order your first AWS product**

1. Open the component [payments-api](/catalog/default/component/payments-api) and choose its tab **AWS**.
   It shows what the component has, and what it may order.
2. Order **Secure S3 Bucket**. The form knows the rules of the product and checks them while you type,
   long before AWS would.
3. Watch the order until the bucket is available, and copy its outputs.
4. Do the same through the [Software Template](/create) "Secure S3 bucket for a component".
5. Terminate both.

Nothing here touches AWS: an emulator of the Service Catalog API answers on this machine.
`;

const gettingStartedWidget = HomePageWidgetBlueprint.make({
  name: 'getting-started',
  params: {
    name: 'GettingStarted',
    title: 'Getting started',
    description: 'What to try first',
    components: async () => ({
      Content: () => <MarkdownContent content={content} />,
    }),
  },
});

export const homeModule = createFrontendModule({
  pluginId: 'home',
  extensions: [gettingStartedWidget],
});
