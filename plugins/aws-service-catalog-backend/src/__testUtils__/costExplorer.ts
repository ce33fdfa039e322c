import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';

/** What a page of an answer of Cost Explorer says: month, value of the tag, amount and currency. */
export type CostPage = [
  month: string,
  tagValue: string,
  amount: number,
  currency?: string,
][];

/**
 * Cost Explorer as far as an emulator does not go: several currencies, pages of any size, and costs without a tag. Everything else
 * that is asked goes to the emulator.
 */
export async function startCostExplorer(options: {
  emulatorUrl: string;
  pages: CostPage[];
}) {
  const { emulatorUrl } = options;
  const state = {
    pages: options.pages,
    /** The page tokens of the requests so far. */
    asked: [] as (string | undefined)[],
    /** The number of the page that AWS answers with an error. */
    brokenPage: undefined as number | undefined,
  };
  const answer = (body: string) => {
    const { GroupBy, Metrics, NextPageToken } = JSON.parse(body);
    const index = Number(NextPageToken ?? 0);
    state.asked.push(NextPageToken);
    if (index === state.brokenPage) {
      return {
        status: 400,
        body: { __type: 'LimitExceededException', message: 'Too many calls' },
      };
    }
    const page = state.pages[index];
    const months = [...new Set(page.map(([month]) => month))].sort();
    return {
      status: 200,
      body: {
        ResultsByTime: months.map(month => ({
          TimePeriod: { Start: `${month}-01`, End: `${month}-28` },
          Groups: page
            .filter(([of]) => of === month)
            .map(([, value, amount, currency = 'USD']) => ({
              Keys: [`${GroupBy[0].Key}$${value}`],
              Metrics: {
                [Metrics[0]]: { Amount: String(amount), Unit: currency },
              },
            })),
          Estimated: true,
        })),
        NextPageToken:
          index + 1 < state.pages.length ? String(index + 1) : undefined,
      },
    };
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks).toString();
    if (request.headers['x-amz-target']?.includes('GetCostAndUsage')) {
      const { status, body: said } = answer(body);
      response.writeHead(status, {
        'content-type': 'application/x-amz-json-1.1',
      });
      response.end(JSON.stringify(said));
      return;
    }
    const { host: _, connection: __, ...headers } = request.headers;
    const passed = await fetch(emulatorUrl, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body,
    });
    response.writeHead(passed.status, {
      'content-type': passed.headers.get('content-type') ?? '',
    });
    response.end(await passed.text());
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
