import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { aResource } from '../../__testUtils__/fixtures';
import { renderPlugin } from '../../__testUtils__/renderPlugin';
import { makeResponseError } from '../../__testUtils__/responseError';

const PATH = '/aws-service-catalog/resources/sandbox/pp-uploads0000001';

const allowed = { allowed: true };
const actions = { update: allowed, terminate: allowed };

beforeAll(() => import('./ResourcesRouter'));

describe('RepairDialog', () => {
  async function open(api: FakeAwsServiceCatalogApi) {
    api.resources = [aResource({ actions: { ...actions, repair: allowed } })];
    renderPlugin(PATH, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Repair' }),
    );
    const dialog = await screen.findByRole('dialog');
    const field = (name: RegExp) =>
      within(dialog).getByRole('textbox', { name });
    const button = (name: string) =>
      within(dialog).getByRole('button', { name });
    return { dialog, field, button };
  }

  it('sees who owns it in AWS and names another, saying why', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const { dialog, field, button } = await open(api);
    expect(
      await within(dialog).findByText(String(api.principals.awsOwner)),
    ).toBeInTheDocument();
    expect(
      within(dialog).getByText(String(api.principals.launchRole)),
    ).toBeInTheDocument();
    expect(button('Repair')).toBeDisabled();
    await userEvent.type(
      field(/New launch role/),
      ' arn:aws:iam::111111111111:role/launch-2 ',
    );
    expect(button('Repair')).toBeDisabled();
    await userEvent.click(button('Make it the portal’s'));
    await userEvent.type(field(/Why/), 'The roles were made again');
    await userEvent.click(button('Repair'));
    await waitFor(() =>
      expect(api.requests('placeOrder')).toEqual([
        expect.objectContaining({
          kind: 'repair',
          target: 'sandbox',
          provisionedProductId: 'pp-uploads0000001',
          awsOwner: api.principals.portal,
          launchRole: 'arn:aws:iam::111111111111:role/launch-2',
          reason: 'The roles were made again',
        }),
      ]),
    );
  });

  it('says what is wrong beside the field, before and after it was sent', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.preview = {
      problems: [{ field: 'awsOwner', message: 'This is not an ARN.' }],
    };
    const { dialog, field, button } = await open(api);
    await userEvent.type(field(/New owner in AWS/), 'portal');
    await userEvent.type(field(/Why/), 'The role was made again');
    expect(
      await within(dialog).findByText('This is not an ARN.'),
    ).toBeInTheDocument();
    expect(button('Repair')).toBeDisabled();

    api.preview = {};
    await userEvent.clear(field(/New owner in AWS/));
    await userEvent.type(field(/New launch role/), 'gone');
    await waitFor(() => expect(button('Repair')).toBeEnabled());
    api.failures.placeOrder = await makeResponseError(400, 'Invalid', {
      fields: [{ field: 'launchRole', message: 'It has to be another one.' }],
    });
    await userEvent.click(button('Repair'));
    expect(
      await within(dialog).findByText('It has to be another one.'),
    ).toBeInTheDocument();
  });

  it('is for operators only, and says why it cannot be done now', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [aResource({ actions })];
    const { unmount } = renderPlugin(PATH, api);
    await screen.findByRole('button', { name: 'Terminate' });
    expect(screen.queryByRole('button', { name: 'Repair' })).toBeNull();
    unmount();
    api.resources = [
      aResource({
        actions: {
          ...actions,
          repair: { allowed: false, reason: 'AWS is changing it.' },
        },
      }),
    ];
    renderPlugin(PATH, api);
    expect(
      await screen.findByRole('button', { name: 'Repair' }),
    ).toBeDisabled();
    expect(screen.getByText('AWS is changing it.')).toBeInTheDocument();
  });
});
