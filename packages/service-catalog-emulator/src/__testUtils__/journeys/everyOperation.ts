import { catalogJourney } from './catalogJourney';
import { engineJourney } from './engineJourney';
import { Journey, Send } from './Journey';
import { planJourney } from './planJourney';
import { sharingJourney } from './sharingJourney';
import { stackSetJourney } from './stackSetJourney';

/**
 * Journeys that together call every operation of Service Catalog, with something in each answer.
 * Those of one row follow each other, rows go side by side.
 */
const JOURNEYS = [
  [catalogJourney, engineJourney, stackSetJourney],
  [planJourney, sharingJourney],
];

/** Goes all the journeys; `send` carries their requests out, two at a time at most. */
export async function callEveryOperation(send: Send): Promise<void> {
  await Promise.all(
    JOURNEYS.map(async row => {
      for (const journey of row) {
        await journey(await Journey.start(send));
      }
    }),
  );
}
