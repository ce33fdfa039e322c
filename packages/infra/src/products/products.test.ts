import { readTemplate } from '../__testUtils__/readTemplate';
import { launchRoleName } from './ProductDefinition';
import { products } from '.';

describe.each(products.map(product => [product.name, product] as const))(
  '%s',
  (_, product) => {
    it('has the parameters that it is known to have', () => {
      expect(readTemplate(product).Parameters).toMatchSnapshot();
    });

    it('asks for the team and the environment', () => {
      expect(readTemplate(product).Parameters).toMatchObject({
        TeamName: { Type: 'String', MaxLength: 20 },
        Environment: {
          AllowedValues: ['dev', 'staging', 'prod'],
          Default: 'dev',
        },
      });
    });

    it('has a launch role with a name that AWS takes, which cannot launch products itself', () => {
      expect(launchRoleName(product.key)).toMatch(/^[\w+=,.@-]{1,64}$/);
      const actions = product
        .permissions()
        .flatMap(statement => statement.actions);
      expect(actions.filter(name => /^servicecatalog:|\*/.test(name))).toEqual(
        [],
      );
    });
  },
);
