import * as serviceCatalog from '@aws-sdk/client-service-catalog';
import {
  awsCli,
  cliArguments,
  describeWithAwsCli,
} from '../__testUtils__/awsCli';
import { serviceCatalogMethods } from '../__testUtils__/clients';
import {
  MANY,
  MANY_PORTFOLIOS,
  RECIPIENT,
  Seeded,
  startPages,
} from '../__testUtils__/pages';

/** An operation that gives pages. */
interface Paged {
  operation: string;
  /** The member that holds the items. */
  items: string;
  /** How many there are; {@link MANY} by default. */
  count?: number;
  input?: (seeded: Seeded) => { [member: string]: unknown };
  accessKeyId?: string;
}

const ofProduct = ({ products }: Seeded) => ({ ProductId: products[0] });
const ofPortfolio = ({ portfolios }: Seeded) => ({
  PortfolioId: portfolios[0],
});
const ofAccount = () => ({
  AccessLevelFilter: { Key: 'Account', Value: 'self' },
});

/** What the paginators of both walk. */
const BY_BOTH: Paged[] = [
  {
    operation: 'ListAcceptedPortfolioShares',
    items: 'PortfolioDetails',
    count: MANY_PORTFOLIOS,
    accessKeyId: RECIPIENT,
  },
  {
    operation: 'ListConstraintsForPortfolio',
    items: 'ConstraintDetails',
    input: ofPortfolio,
  },
  {
    operation: 'ListLaunchPaths',
    items: 'LaunchPathSummaries',
    count: MANY_PORTFOLIOS,
    input: ofProduct,
  },
  {
    operation: 'ListOrganizationPortfolioAccess',
    items: 'OrganizationNodes',
    input: seeded => ({
      ...ofPortfolio(seeded),
      OrganizationNodeType: 'ACCOUNT',
    }),
  },
  {
    operation: 'ListPortfolios',
    items: 'PortfolioDetails',
    count: MANY_PORTFOLIOS,
  },
  {
    operation: 'ListPortfoliosForProduct',
    items: 'PortfolioDetails',
    count: MANY_PORTFOLIOS,
    input: ofProduct,
  },
  {
    operation: 'ListPrincipalsForPortfolio',
    items: 'Principals',
    input: ofPortfolio,
  },
  {
    operation: 'ListProvisioningArtifactsForServiceAction',
    items: 'ProvisioningArtifactViews',
    input: ({ serviceActions }) => ({ ServiceActionId: serviceActions[0] }),
  },
  {
    operation: 'ListResourcesForTagOption',
    items: 'ResourceDetails',
    input: ({ tagOptions }) => ({ TagOptionId: tagOptions[0] }),
  },
  {
    operation: 'ListServiceActions',
    items: 'ServiceActionSummaries',
  },
  {
    operation: 'ListServiceActionsForProvisioningArtifact',
    items: 'ServiceActionSummaries',
    input: seeded => ({
      ...ofProduct(seeded),
      ProvisioningArtifactId: seeded.versions[0],
    }),
  },
  { operation: 'ListTagOptions', items: 'TagOptionDetails' },
  {
    operation: 'SearchProductsAsAdmin',
    items: 'ProductViewDetails',
  },
];

/** What only the paginators of the JavaScript SDK walk. */
const BY_SDK: Paged[] = [
  {
    operation: 'DescribePortfolioShares',
    items: 'PortfolioShareDetails',
    input: seeded => ({ ...ofPortfolio(seeded), Type: 'ACCOUNT' }),
  },
  {
    operation: 'GetProvisionedProductOutputs',
    items: 'Outputs',
    count: 4,
    input: () => ({ ProvisionedProductName: 'provisioned-0' }),
  },
  {
    // A resource has one budget at most.
    operation: 'ListBudgetsForResource',
    items: 'Budgets',
    count: 1,
    input: ({ products }) => ({ ResourceId: products[0] }),
  },
  {
    operation: 'ListPortfolioAccess',
    items: 'AccountIds',
    input: ofPortfolio,
  },
  { operation: 'SearchProducts', items: 'ProductViewSummaries' },
  {
    operation: 'SearchProvisionedProducts',
    items: 'ProvisionedProducts',
    input: ofAccount,
  },
];

/** What only the paginators of the AWS CLI walk. */
const BY_CLI: Paged[] = [
  {
    operation: 'ListProvisionedProductPlans',
    items: 'ProvisionedProductPlans',
    input: ofAccount,
  },
  {
    operation: 'ListRecordHistory',
    items: 'RecordDetails',
    input: ofAccount,
  },
  {
    operation: 'ScanProvisionedProducts',
    items: 'ProvisionedProducts',
    input: ofAccount,
  },
];

type Answer = { [member: string]: unknown };

type Paginate = (
  config: { client: serviceCatalog.ServiceCatalogClient; pageSize: number },
  input: object,
) => AsyncIterable<Answer>;

/** All paginators of the SDK, by operation. */
const PAGINATORS = new Map(
  Object.entries(serviceCatalog)
    .filter(([name]) => name.startsWith('paginate'))
    .map(([name, paginate]) => [
      name.slice('paginate'.length),
      paginate as Paginate,
    ]),
);

/** Everything there is, page by page as large as they come. */
async function everything(
  client: serviceCatalog.ServiceCatalog,
  { operation, items }: Paged,
  input: object,
): Promise<unknown[]> {
  const methods = client as unknown as {
    [method: string]: (request: object) => Promise<Answer>;
  };
  const method = operation.charAt(0).toLowerCase() + operation.slice(1);
  const found: unknown[] = [];
  let PageToken: unknown;
  do {
    const answer = await methods[method]({ ...input, PageToken });
    found.push(...(answer[items] as unknown[]));
    // TagOptions call it like the input's member.
    PageToken = answer.NextPageToken ?? answer.PageToken;
  } while (PageToken);
  return found;
}

describe('the paginators of the JavaScript SDK', () => {
  it('are all walked', () => {
    expect(
      [...BY_BOTH, ...BY_SDK].map(({ operation }) => operation).sort(),
    ).toEqual([...PAGINATORS.keys()].sort());
  });

  it('walk every page', async () => {
    const { emulator, seeded } = await startPages();
    for (const paged of [...BY_BOTH, ...BY_SDK]) {
      const { operation, items, count = MANY } = paged;
      const client = serviceCatalogMethods(emulator.url, paged);
      const input = paged.input?.(seeded) ?? {};
      const found: unknown[] = [];
      let pages = 0;
      const pageSize = Math.min(7, Math.ceil(count / 3));
      for await (const page of PAGINATORS.get(operation)!(
        { client, pageSize },
        { ...input },
      )) {
        found.push(...(page[items] as unknown[]));
        pages += 1;
      }
      expect({ operation, pages }).toEqual({
        operation,
        pages: Math.ceil(count / pageSize),
      });
      expect(found).toHaveLength(count);
      expect(found).toEqual(await everything(client, paged, input));
    }
  });
});

describeWithAwsCli('the paginators of the AWS CLI', () => {
  jest.setTimeout(180_000);

  it('stop after --max-items, and go on from a token over the next page', async () => {
    const { emulator, seeded } = await startPages();
    const aws = await awsCli();
    const walk = async (paged: Paged) => {
      const { operation, items, count = MANY, accessKeyId } = paged;
      const input = paged.input?.(seeded) ?? {};
      const command = cliArguments('servicecatalog', operation, input);
      const first = await aws<Answer>(
        emulator,
        [...command, '--max-items', `${count - 3}`],
        accessKeyId,
      );
      const rest = await aws<Answer>(
        emulator,
        [...command, '--starting-token', String(first.NextToken)],
        accessKeyId,
      );
      const found = [first[items], rest[items]] as unknown[][];
      expect({ operation, sizes: found.map(({ length }) => length) }).toEqual({
        operation,
        sizes: [count - 3, 3],
      });
      const client = serviceCatalogMethods(emulator.url, paged);
      expect(withoutTimes(found.flat())).toEqual(
        withoutTimes(await everything(client, paged, input)),
      );
    };
    // Two at a time: each call takes a processor for most of a second.
    const all = [...BY_BOTH, ...BY_CLI];
    await Promise.all(
      [0, 1].map(async lane => {
        for (const paged of all.filter((_, index) => index % 2 === lane)) {
          await walk(paged);
        }
      }),
    );
  });

  it('give way to --page-size, which AWS has a parameter of its own for', async () => {
    const { emulator } = await startPages();
    const aws = await awsCli();
    const list = ['servicecatalog', 'list-portfolios', '--page-size', '2'];
    const first = await aws<serviceCatalog.ListPortfoliosOutput>(
      emulator,
      list,
    );
    const second = await aws<serviceCatalog.ListPortfoliosOutput>(emulator, [
      ...list,
      ...['--page-token', first.NextPageToken!],
    ]);
    expect(
      [first, second].map(({ PortfolioDetails }) =>
        PortfolioDetails!.map(({ DisplayName }) => DisplayName),
      ),
    ).toEqual([
      ['Portfolio0', 'Portfolio1'],
      ['Portfolio2', 'Portfolio3'],
    ]);
  });
});

/** Items without their times, which the CLI writes as texts. */
function withoutTimes(items: unknown[]): unknown {
  return JSON.parse(
    JSON.stringify(items, (name, value) =>
      name.endsWith('Time') ? undefined : value,
    ),
  );
}
