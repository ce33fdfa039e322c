export { createOwners } from './createOwners';
export { OwnerDirectory } from './OwnerDirectory';
export { createOwnersRouter } from './ownersRouter';
