import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { z } from 'zod';

const demoUserSchema = z.object({
  /** The name of a user entity in the namespace `default`; also listed in `auth.providers.demo.users`. */
  name: z.string(),
  /** One line that tells a visitor who this is. */
  description: z.string().optional(),
});

/**
 * A person whom a visitor may sign in as.
 */
export type DemoUser = z.infer<typeof demoUserSchema>;

/**
 * The sign-in page of the demo, with the people of `app.extensions`, `sign-in-page:app`, `config.users`.
 */
export const demoSignInPage = SignInPageBlueprint.makeWithOverrides({
  configSchema: { users: z.array(demoUserSchema).min(1) },
  factory: (originalFactory, { config }) =>
    originalFactory({
      loader: async () => {
        const { ChooseUserPage } = await import('./ChooseUserPage');
        return props => <ChooseUserPage {...props} users={config.users} />;
      },
    }),
});
