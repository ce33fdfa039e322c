import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { after, anOrder, aResource, START } from '../../__testUtils__/fixtures';
import { renderPlugin } from '../../__testUtils__/renderPlugin';

const PATH = '/aws-service-catalog/platform';

const groups = ['team-a', 'team-b'].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name, namespace: 'default' },
  spec: { type: 'team', children: [] },
}));

function setUp() {
  const api = new FakeAwsServiceCatalogApi();
  api.operator = true;
  return { api, open: () => renderPlugin(PATH, api, [], groups) };
}

async function choose(label: RegExp, option: string) {
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: label }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
  return dialog;
}

beforeAll(() => import('./PlatformPage'));

describe('PlatformPage', () => {
  it('is neither offered nor shown to anybody but operators', async () => {
    const { api, open } = setUp();
    api.operator = false;
    open();
    expect(
      await screen.findByText('This page is for the people who run the portal'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('tab', { name: 'Platform' })).toBeNull();
    expect(api.requests('getDoctorReport')).toEqual([]);
  });

  it('shows how the targets are, and has one synced', async () => {
    const { api, open } = setUp();
    api.targets = [
      {
        ...api.targets[0],
        syncError: 'AWS did not answer',
        pause: { until: START, because: 'throttled', failures: 2 },
      },
    ];
    open();
    expect(
      await screen.findByRole('tab', { name: 'Platform' }),
    ).toBeInTheDocument();
    const row = (await screen.findByText('AWS did not answer')).closest('tr')!;
    expect(row).toHaveTextContent(/AWS throttles: left alone until/);
    await userEvent.click(
      screen.getByRole('button', { name: 'Sync sandbox now' }),
    );
    await waitFor(() =>
      expect(api.requests('syncTarget')).toEqual(['sandbox']),
    );
  });

  it('shows what the doctor found with the way to mend it, and has it look again', async () => {
    const { api, open } = setUp();
    api.doctorReport = {
      running: false,
      examinedAt: START,
      products: 12,
      findings: [
        {
          severity: 'error',
          code: 'launch-role-missing',
          target: 'sandbox',
          product: { id: 'prod-1', name: 'Bucket' },
          message: 'The launch role does not exist.',
          mend: 'Deploy it to the account.',
        },
      ],
    };
    open();
    const [finding] = within(
      await screen.findByRole('list', { name: 'Findings, worst first' }),
    ).getAllByRole('listitem');
    expect(finding).toHaveTextContent(
      /Error.*sandbox.*Bucket.*The launch role does not exist\..*Deploy it to the account\./,
    );
    await screen.findByRole('list', { name: 'Approval' });
    const asked = api.requests('listPolicies').length;
    api.doctorReport = { ...api.doctorReport, examinedAt: after(60) };
    await userEvent.click(
      screen.getByRole('button', { name: 'Examine again' }),
    );
    await waitFor(() => expect(api.requests('runDoctor')).toHaveLength(1));
    // What it found about policies stands beside them.
    await waitFor(() =>
      expect(api.requests('listPolicies').length).toBeGreaterThan(asked),
    );
  });

  it('says which policies were read, in their order, and what they name that does not exist', async () => {
    const { api, open } = setUp();
    api.policies = {
      ...api.policies,
      approvals: [
        {
          ...api.policies.defaultApproval,
          name: 'production',
          match: { targets: ['production'] },
          auto: false,
          approvers: ['group:default/team-a'],
          problems: [],
        },
      ],
      quotas: [
        {
          name: 'buckets',
          match: { products: ['Bukcet'] },
          limit: 3,
          problems: ["there is no product 'Bukcet'"],
        },
      ],
      examinedAt: START,
    };
    open();
    const list = async (name: string) =>
      within(await screen.findByRole('list', { name }))
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent);
    expect(await list('Approval')).toEqual([
      expect.stringMatching(
        /^production: Launch.* in production.*Approved by team-a within 1 day/,
      ),
      expect.stringMatching(/^Otherwise: Launch.*Nobody has to approve it/),
    ]);
    expect(await list('Quotas')).toEqual([
      expect.stringMatching(
        /^buckets: Bukcet.*at most 3.*there is no product 'Bukcet'/,
      ),
    ]);
    expect(
      screen.getByText('There are none: everything may live for ever.'),
    ).toBeInTheDocument();
  });

  it('lists the orders that do not come forward by themselves', async () => {
    const { api, open } = setUp();
    api.orders = [
      anOrder({
        alarm: { code: 'stuck', message: 'AWS takes hours.', since: START },
      }),
    ];
    open();
    const list = await screen.findByRole('list', {
      name: 'Orders that need you',
    });
    expect(list).toHaveTextContent(/Stuck.*AWS takes hours\./);
  });

  it('gives what nobody owns an owner', async () => {
    const { api, open } = setUp();
    api.resources = [aResource({ owner: undefined, ownerSource: undefined })];
    open();
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Give payments-uploads an owner',
      }),
    );
    const dialog = await choose(/Owner/, 'team-a');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Give it to them' }),
    );
    expect(
      await screen.findByText('Everything in the targets has an owner.'),
    ).toBeInTheDocument();
    expect(api.requests('adoptProvisionedProduct')).toEqual([
      { owner: 'group:default/team-a' },
    ]);
  });

  it('hands over what a group owned that is gone', async () => {
    const { api, open } = setUp();
    api.owners = ['renamed', ...Array.from({ length: 24 }).keys()].map(
      name => ({
        owner: `group:default/${name}`,
        orphaned: true,
        provisionedProducts: 3,
        targets: [],
      }),
    );
    open();
    expect(
      await screen.findByText(
        'and 5 more, which come up as these are handed over',
      ),
    ).toBeInTheDocument();
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Hand over what group:default/renamed owns',
      }),
    );
    const dialog = await choose(/Owner/, 'team-b');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Hand over' }),
    );
    await waitFor(() =>
      expect(api.requests('handOverOwner')).toEqual([
        { from: 'group:default/renamed', to: 'group:default/team-b' },
      ]),
    );
  });
});
