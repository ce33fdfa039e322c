/**
 * Whether the portal can really be used: everybody can sign in, the first sync is done, the page answers.
 */
import { setTimeout as delay } from 'node:timers/promises';

/** The users of the demo and their teams. */
export const DEMO_USERS = {
  'payments-dev': 'team-payments',
  'payments-dev-2': 'team-payments',
  'search-dev': 'team-search',
  'platform-engineer': 'platform-engineering',
};

const POLL_MS = 500;
const STILL_WAITING_MS = 15_000;
const REQUEST_TIMEOUT_MS = 10_000;

async function get(url, headers = {}) {
  let response;
  try {
    response = await fetch(url, {
      headers,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
  } catch (error) {
    const reason = error.cause?.code ?? error.cause?.message ?? error.message;
    throw new Error(`no answer (${reason})`);
  }
  if (!response.ok) {
    throw new Error(`it answers ${response.status}`);
  }
  return response;
}

/**
 * Signs in as a demo user.
 *
 * @param {string} backendUrl such as http://localhost:7007
 * @param {string} user one of {@link DEMO_USERS}
 * @returns {Promise<string>} the Backstage token
 */
export async function signIn(backendUrl, user) {
  const response = await get(`${backendUrl}/api/auth/demo/refresh`, {
    'x-demo-user': user,
  });
  const token = (await response.json()).backstageIdentity?.token;
  if (!token) {
    throw new Error('it gives no token');
  }
  return token;
}

/** The conditions of each part, in the order in which they come true. */
function conditions(urls) {
  const backend = [
    ...Object.keys(DEMO_USERS).map(user => ({
      title: `sign-in as ${user}`,
      check: () => signIn(urls.backend, user),
    })),
    {
      title: 'the first products',
      check: async () => {
        const token = await signIn(urls.backend, 'payments-dev');
        const response = await get(
          `${urls.backend}/api/aws-service-catalog/products`,
          { authorization: `Bearer ${token}` },
        );
        const { items } = await response.json();
        if (!items?.length) {
          throw new Error('there are none yet');
        }
      },
    },
    {
      title: 'the first sync',
      check: async () => {
        const response = await get(
          `${urls.backend}/api/aws-service-catalog/health`,
        );
        const { targets } = await response.json();
        if (targets !== 'ok') {
          throw new Error(`it is ${targets}`);
        }
      },
    },
  ];
  const app = [{ title: 'the web page', check: () => get(`${urls.app}/`) }];
  return { backend, app };
}

/**
 * Waits until the portal can be used.
 *
 * @param {{ app: string, backend: string }} urls
 * @param {{ parts?: string[], signal?: AbortSignal, onWaiting?: (what: string) => void }} [options] `parts`: those that
 *   have been started; `onWaiting`: told now and then what is missing
 */
export async function waitUntilReady(
  urls,
  { parts = ['backend', 'app'], signal, onWaiting } = {},
) {
  let told = Date.now();
  const wanted = conditions(urls);
  for (const { title, check } of parts.flatMap(part => wanted[part] ?? [])) {
    for (;;) {
      try {
        await check();
        break;
      } catch (error) {
        if (Date.now() - told > STILL_WAITING_MS) {
          told = Date.now();
          onWaiting?.(`${title}: ${error.message}`);
        }
      }
      await delay(POLL_MS, undefined, { signal });
    }
  }
}
