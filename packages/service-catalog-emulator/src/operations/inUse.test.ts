import { callRaw } from '../__testUtils__/harness';
import {
  DUPLICATE,
  IN_USE,
  startCatalog,
  testRefusals,
} from '../__testUtils__/refusals';

testRefusals([
  // Still in use
  [
    'DeletePortfolio',
    'what is in it',
    ({ portfolio }) => ({ Id: portfolio }),
    IN_USE,
    'it still has constraints, principals, products',
  ],
  [
    'DeleteProduct',
    'its portfolio',
    ({ product }) => ({ Id: product }),
    IN_USE,
    'it is associated with port-',
  ],
  [
    'DisassociateProductFromPortfolio',
    'its constraints',
    ({ product, portfolio }) => ({
      ProductId: product,
      PortfolioId: portfolio,
    }),
    IN_USE,
    'it still has constraints there',
  ],
  [
    'DeleteProvisioningArtifact',
    'the last version',
    ({ product, version: id }) => ({
      ProductId: product,
      ProvisioningArtifactId: id,
    }),
    IN_USE,
    'it is the last one',
  ],
  [
    'DeleteTagOption',
    'its resources',
    ({ option }) => ({ Id: option }),
    IN_USE,
    'it is associated with resources',
  ],
  // Twice
  [
    'AssociateTagOptionWithResource',
    'the same again',
    ({ option, portfolio }) => ({
      TagOptionId: option,
      ResourceId: portfolio,
    }),
    DUPLICATE,
    'is already associated',
  ],
  [
    'CreateTagOption',
    'the same again',
    () => ({ Key: 'env', Value: 'dev' }),
    DUPLICATE,
    'already exists',
  ],
  [
    'UpdateTagOption',
    'the value of another one',
    ({ unusedOption }) => ({ Id: unusedOption, Value: 'dev' }),
    DUPLICATE,
    'already exists',
  ],
]);

it('allows ten patterns on a portfolio', async () => {
  const { emulator, ids } = await startCatalog();
  const associate = (name: string) =>
    callRaw(emulator, 'AssociatePrincipalWithPortfolio', {
      PortfolioId: ids.portfolio,
      PrincipalARN: `arn:aws:iam:::role/${name}*`,
      PrincipalType: 'IAM_PATTERN',
    });
  for (let index = 0; index < 10; index++) {
    expect((await associate(`team-${index}`)).status).toBe(200);
  }
  // The same one again is no further one.
  expect((await associate('team-0')).status).toBe(200);
  expect((await associate('one-more')).body.__type).toBe(
    'LimitExceededException',
  );
});

it('keeps products and portfolios with a budget or a share, and allows one budget each', async () => {
  const { emulator, ids } = await startCatalog();
  const answer = async (operation: string, input: object) =>
    (await callRaw(emulator, operation, input)).body.__type;
  const budget = (ResourceId: string, BudgetName = 'Monthly') => ({
    ResourceId,
    BudgetName,
  });
  const { emptyPortfolio: Id, unusedProduct } = ids;
  await answer('AssociateBudgetWithResource', budget(unusedProduct));
  expect(
    await answer('AssociateBudgetWithResource', budget(unusedProduct)),
  ).toBe(DUPLICATE);
  expect(
    await answer('AssociateBudgetWithResource', budget(unusedProduct, 'Other')),
  ).toBe('LimitExceededException');
  expect(await answer('DeleteProduct', { Id: unusedProduct })).toBe(IN_USE);
  await answer('DisassociateBudgetFromResource', budget(unusedProduct));
  expect(await answer('DeleteProduct', { Id: unusedProduct })).toBeUndefined();

  const share = { PortfolioId: Id, AccountId: '210987654321' };
  await answer('CreatePortfolioShare', share);
  const refusal = await callRaw(emulator, 'DeletePortfolio', { Id });
  expect(refusal.body).toMatchObject({
    __type: IN_USE,
    message: expect.stringContaining('it still has shares'),
  });
  await answer('DeletePortfolioShare', share);
  expect(await answer('DeletePortfolio', { Id })).toBeUndefined();
});
