import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SNAPSHOTS } from '../paths';
import { launchRoleName, ProductDefinition } from './ProductDefinition';
import { products } from '.';

interface ProductTemplate {
  Parameters: { [name: string]: { [member: string]: unknown } };
}

/** CloudFormation's functions need no meaning here: parameters have none. */
const FUNCTIONS = ['!Ref', '!Sub', '!GetAtt', '!If', '!Equals', '!Not'].map(
  tag => ({ tag, resolve: (value: unknown) => value }),
);

function templateOf({
  key,
  template,
  currentVersion,
}: ProductDefinition): ProductTemplate {
  if (template.kind === 'file') {
    return parse(readFileSync(template.path, 'utf8'), {
      customTags: FUNCTIONS,
    });
  }
  // The app does not let the template of a version differ from the one that is kept.
  const id = `Catalog${key.replace(/-/g, '')}History`;
  const [file] = readdirSync(SNAPSHOTS).filter(
    name => name.startsWith(id) && name.includes(`.${currentVersion.name}.`),
  );
  return JSON.parse(readFileSync(join(SNAPSHOTS, file), 'utf8'));
}

describe.each(products.map(product => [product.name, product] as const))(
  '%s',
  (_, product) => {
    it('has the parameters that it is known to have', () => {
      expect(templateOf(product).Parameters).toMatchSnapshot();
    });

    it('asks for the team and the environment', () => {
      expect(templateOf(product).Parameters).toMatchObject({
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
