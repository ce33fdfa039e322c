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
