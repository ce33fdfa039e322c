import { IdentityApi } from '@backstage/frontend-plugin-api';

const KEY = 'demo-user';

/**
 * Who was chosen in this browser tab, so that a reload need not ask again.
 */
export const chosenUser = {
  get: (): string | undefined => sessionStorage.getItem(KEY) ?? undefined,
  set: (name: string) => sessionStorage.setItem(KEY, name),
  forget: () => sessionStorage.removeItem(KEY),
};

/**
 * The same identity, except that signing out also forgets who was chosen.
 */
export function forgetOnSignOut(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: () => {
      chosenUser.forget();
      return identity.signOut();
    },
  };
}
