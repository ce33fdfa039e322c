import { AuthenticationError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';

const HEADER = 'x-demo-user';

/**
 * Believes the header `x-demo-user`, as long as it names one of `auth.providers.demo.users`.
 */
export const demoAuthenticator = createProxyAuthenticator({
  defaultProfileTransform: async (result: { name: string }) => ({
    profile: { displayName: result.name },
  }),
  initialize({ config }) {
    return { users: new Set(config.getStringArray('users')) };
  },
  async authenticate({ req }, { users }) {
    const name = req.header(HEADER);
    if (!name) {
      throw new AuthenticationError(`The header ${HEADER} is missing`);
    }
    if (!users.has(name)) {
      throw new AuthenticationError(
        `The header ${HEADER} names nobody in auth.providers.demo.users`,
      );
    }
    return { result: { name } };
  },
});
