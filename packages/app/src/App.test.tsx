import { render, screen } from '@testing-library/react';
import App from './App';

describe('App', () => {
  const { env } = process;

  afterEach(() => {
    process.env = env;
  });

  it('starts with the people of the configuration', async () => {
    process.env = {
      ...env,
      // What the build tool puts in place of it is not text, but the configuration itself.
      APP_CONFIG: [
        {
          context: 'test',
          data: {
            app: {
              title: 'Test',
              extensions: [
                {
                  'sign-in-page:app': {
                    config: { users: [{ name: 'a-developer' }] },
                  },
                },
              ],
            },
            backend: { baseUrl: 'http://localhost:7007' },
          },
        },
      ] as unknown as string,
    };

    render(App.createRoot());

    expect(
      await screen.findByRole('button', { name: 'Sign in as a-developer' }),
    ).toBeVisible();
  });
});
