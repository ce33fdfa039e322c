const layout = { width: { defaultColumns: 6 }, height: { defaultRows: 5 } };

/** The cards for the home page, as both frontend systems offer them. */
export const homeCards = {
  approvals: {
    name: 'HomePageAwsApprovals',
    title: 'AWS approvals waiting for me',
    description: 'The orders of AWS products that you have to decide',
    layout,
    components: () => import('./components/approvals/ApprovalsHomeCard'),
  },
  openOrders: {
    name: 'HomePageAwsOpenOrders',
    title: 'My open AWS orders',
    description: 'What you have ordered and is not finished',
    layout,
    components: () => import('./components/home/OpenOrdersHomeCard'),
  },
  leases: {
    name: 'HomePageAwsLeases',
    title: 'AWS leases ending',
    description: 'The AWS products of your teams that end soon',
    layout,
    components: () => import('./components/home/LeasesHomeCard'),
  },
  costs: {
    name: 'HomePageAwsCosts',
    title: 'AWS costs of my teams',
    description: 'What the AWS products of your teams cost this month',
    layout,
    components: () => import('./components/home/CostsHomeCard'),
  },
};
