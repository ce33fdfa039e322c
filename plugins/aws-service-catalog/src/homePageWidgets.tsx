import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';

/** The home page's card with what waits for a decision of the reader's. */
export const approvalsHomeCard = HomePageWidgetBlueprint.make({
  name: 'approvals',
  params: {
    name: 'HomePageAwsApprovals',
    title: 'AWS approvals waiting for me',
    description: 'The orders of AWS products that you have to decide',
    layout: { width: { defaultColumns: 6 }, height: { defaultRows: 5 } },
    components: () => import('./components/approvals/ApprovalsHomeCard'),
  },
});

/** The home page's card with what the reader has ordered. */
export const openOrdersHomeCard = HomePageWidgetBlueprint.make({
  name: 'open-orders',
  params: {
    name: 'HomePageAwsOpenOrders',
    title: 'My open AWS orders',
    description: 'What you have ordered and is not finished',
    layout: { width: { defaultColumns: 6 }, height: { defaultRows: 5 } },
    components: () => import('./components/home/OpenOrdersHomeCard'),
  },
});

/** The home page's card with the leases that end soon. */
export const leasesHomeCard = HomePageWidgetBlueprint.make({
  name: 'leases',
  params: {
    name: 'HomePageAwsLeases',
    title: 'AWS leases ending',
    description: 'The AWS products of your teams that end soon',
    layout: { width: { defaultColumns: 6 }, height: { defaultRows: 5 } },
    components: () => import('./components/home/LeasesHomeCard'),
  },
});

/** The home page's card with what the reader's teams cost. */
export const costsHomeCard = HomePageWidgetBlueprint.make({
  name: 'costs',
  params: {
    name: 'HomePageAwsCosts',
    title: 'AWS costs of my teams',
    description: 'What the AWS products of your teams cost this month',
    layout: { width: { defaultColumns: 6 }, height: { defaultRows: 5 } },
    components: () => import('./components/home/CostsHomeCard'),
  },
});
