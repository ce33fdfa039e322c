import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { homeCards } from './homeCards';

/** The home page's card with what waits for a decision of the reader's. */
export const approvalsHomeCard = HomePageWidgetBlueprint.make({
  name: 'approvals',
  params: homeCards.approvals,
});

/** The home page's card with what the reader has ordered. */
export const openOrdersHomeCard = HomePageWidgetBlueprint.make({
  name: 'open-orders',
  params: homeCards.openOrders,
});

/** The home page's card with the leases that end soon. */
export const leasesHomeCard = HomePageWidgetBlueprint.make({
  name: 'leases',
  params: homeCards.leases,
});

/** The home page's card with what the reader's teams cost. */
export const costsHomeCard = HomePageWidgetBlueprint.make({
  name: 'costs',
  params: homeCards.costs,
});
