import { SearchProvisionedProductsCommand } from '@aws-sdk/client-service-catalog';
import { serviceCatalogClient } from '../__testUtils__/clients';
import { BUCKET, emulator, launch, start } from '../__testUtils__/ownCatalog';

it('shows by access level what user, role and account own', async () => {
  const arn = (session: string) =>
    `arn:aws:sts::123456789012:assumed-role/portal/${session}`;
  await start(
    {
      Storage: {
        ...BUCKET,
        principals: [
          'arn:aws:iam::123456789012:role/portal',
          'arn:aws:iam::123456789012:user/emulator',
        ],
      },
    },
    { credentials: { ann: arn('ann'), bob: arn('bob') } },
  );
  const clientOf = (accessKeyId: string) =>
    serviceCatalogClient(emulator.url, { accessKeyId });
  for (const accessKeyId of ['ann', 'bob', 'test']) {
    await launch(`of-${accessKeyId}`, {}, clientOf(accessKeyId));
  }
  const ann = clientOf('ann');
  const names = async (Key?: 'Account' | 'Role' | 'User') => {
    const { ProvisionedProducts } = await ann.send(
      new SearchProvisionedProductsCommand({
        AccessLevelFilter: Key && { Key, Value: 'self' },
        SortBy: 'name',
      }),
    );
    return ProvisionedProducts!.map(({ Name }) => Name);
  };
  expect(await names('User')).toEqual(['of-ann']);
  expect(await names('Role')).toEqual(['of-ann', 'of-bob']);
  expect(await names('Account')).toEqual(['of-ann', 'of-bob', 'of-test']);
  expect(await names()).toEqual(await names('Account'));
});
