import { requireLaunchPaths } from '../catalog/launchPaths';
import { productById } from '../catalog/lookups';
import { artifactView, productViewSummary } from '../catalog/views';
import { invalidParameters, resourceNotFound } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeProduct = defineOperation({
  name: 'DescribeProduct',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    Id: members.id,
    Name: members.productName,
  }),
  handle: ({ state, caller }, input) => {
    const { Id, Name } = input;
    if ((Id === undefined) === (Name === undefined)) {
      throw invalidParameters('Exactly one of Id and Name must be specified.');
    }
    const product =
      Id !== undefined
        ? productById(state, Id)
        : [...state.products.values()].find(({ name }) => name === Name);
    if (!product) {
      throw resourceNotFound(`Product ${Name} not found.`);
    }
    const paths = requireLaunchPaths(state, caller, product.id);
    return {
      ProductViewSummary: productViewSummary(product),
      ProvisioningArtifacts: state
        .artifactsOf(product.id)
        .filter(artifact => artifact.active)
        .map(artifactView),
      Budgets: [],
      LaunchPaths: paths.map(path => ({
        Id: path.id,
        Name: path.portfolio.displayName,
      })),
    };
  },
});
