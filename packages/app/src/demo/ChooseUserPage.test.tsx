import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { IdentityApi } from '@backstage/frontend-plugin-api';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ChooseUserPage } from './ChooseUserPage';

const users = [
  { name: 'payments-dev', description: 'Develops the payments API' },
  { name: 'not-in-the-catalog' },
];

function respond(status: number, body: unknown) {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });
}

/** Answers the sign-in route as the backend does, which knows only payments-dev. */
async function answerSignIn(input: unknown, init?: RequestInit) {
  expect(input).toBe('http://backend/api/auth/demo/refresh');
  const name = new Headers(init?.headers).get('x-demo-user');
  if (name !== 'payments-dev') {
    return respond(404, {
      error: { name: 'NotFoundError', message: 'User not found' },
    });
  }
  return respond(200, {
    profile: { displayName: name },
    backstageIdentity: {
      token: 'header.e30.signature',
      identity: {
        type: 'user',
        userEntityRef: `user:default/${name}`,
        ownershipEntityRefs: [`user:default/${name}`],
      },
    },
  });
}

function renderPage() {
  const onSignInSuccess = jest.fn<void, [IdentityApi]>();
  const rendered = renderInTestApp(
    <ChooseUserPage users={users} onSignInSuccess={onSignInSuccess} />,
    { apis: [mockApis.discovery({ baseUrl: 'http://backend' })] },
  );
  return { ...rendered, onSignInSuccess };
}

describe('ChooseUserPage', () => {
  beforeEach(() => {
    sessionStorage.clear();
    jest.spyOn(global, 'fetch').mockImplementation(answerSignIn);
  });

  afterEach(() => jest.restoreAllMocks());

  it('signs in the chosen person, also after a reload, until signed out', async () => {
    const first = renderPage();
    expect(await screen.findByText('Develops the payments API')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Sign in as payments-dev' }),
    );
    await waitFor(() => expect(first.onSignInSuccess).toHaveBeenCalledTimes(1));
    first.unmount();

    const second = renderPage();
    await waitFor(() =>
      expect(second.onSignInSuccess).toHaveBeenCalledTimes(1),
    );
    const [identity] = second.onSignInSuccess.mock.calls[0];
    expect(await identity.getBackstageIdentity()).toMatchObject({
      userEntityRef: 'user:default/payments-dev',
    });
    expect(await identity.getCredentials()).toEqual({
      token: 'header.e30.signature',
    });
    await identity.signOut();
    second.unmount();

    renderPage();
    expect(await screen.findByText('Who are you?')).toBeVisible();
  });

  it('offers to choose somebody else when the backend refuses', async () => {
    const { onSignInSuccess } = renderPage();
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Sign in as not-in-the-catalog',
      }),
    );
    expect(
      await screen.findByText(/Could not sign in as not-in-the-catalog/),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Choose somebody else' }),
    );
    expect(screen.getByText('Who are you?')).toBeVisible();
    expect(onSignInSuccess).not.toHaveBeenCalled();
  });
});
