import {
  LaunchForm,
  LaunchParameter,
  Product,
} from 'backstage-plugin-aws-service-catalog-common';
import { parse } from 'yaml';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { startPortal, TestPortal } from '../__testUtils__/portal';
import { describeWithReference } from '../__testUtils__/reference';

jest.setTimeout(120_000);

type Scalar = string | number | boolean | undefined;

type Template = {
  Parameters?: Record<
    string,
    Record<string, Scalar> & { AllowedValues?: Scalar[] }
  >;
  Metadata?: {
    'AWS::CloudFormation::Interface'?: {
      ParameterGroups?: {
        Label?: { default: string };
        Parameters: string[];
      }[];
      ParameterLabels?: Record<string, { default: string }>;
    };
  };
};

const text = (value: Scalar) =>
  value === undefined ? undefined : String(value);
const number = (value: Scalar) =>
  value === undefined ? undefined : Number(value);

/** The parameters as a template declares and labels them. */
function declaredParameters({
  Parameters = {},
  Metadata,
}: Template): LaunchParameter[] {
  const { ParameterLabels = {} } =
    Metadata?.['AWS::CloudFormation::Interface'] ?? {};
  return Object.entries(Parameters).map(([key, declared]) => {
    const noEcho = String(declared.NoEcho) === 'true';
    return {
      key,
      label: ParameterLabels[key]?.default,
      type: String(declared.Type),
      noEcho,
      description: text(declared.Description),
      // That of a secret stays in AWS.
      default: noEcho ? undefined : text(declared.Default),
      allowedValues: declared.AllowedValues?.map(String),
      allowedPattern: text(declared.AllowedPattern),
      // An empty one says nothing.
      constraintDescription: text(declared.ConstraintDescription) || undefined,
      minLength: number(declared.MinLength),
      maxLength: number(declared.MaxLength),
      minValue: number(declared.MinValue),
      maxValue: number(declared.MaxValue),
    };
  });
}

/** The groups as a template declares them, without what it does not have; parameters of no group come last. */
function declaredGroups({
  Parameters = {},
  Metadata,
}: Template): LaunchForm['groups'] {
  const { ParameterGroups = [] } =
    Metadata?.['AWS::CloudFormation::Interface'] ?? {};
  const declared = ParameterGroups.map(group => ({
    label: group.Label?.default,
    parameters: group.Parameters.filter(key => key in Parameters),
  }));
  const grouped = declared.flatMap(({ parameters }) => parameters);
  const rest = Object.keys(Parameters).filter(key => !grouped.includes(key));
  return [...declared, { parameters: rest }].filter(
    ({ parameters }) => parameters.length > 0,
  );
}

const databases = createTestDatabases();

describeWithReference(
  "launch forms of AWS's reference architectures",
  texts => {
    let emulator: TestEmulator;
    let portal: TestPortal;
    let products: Product[];

    beforeAll(async () => {
      emulator = await startEmulator({
        sandbox: Object.entries(texts).map(([name, source]) => ({
          name,
          versions: { v1: source },
        })),
      });
      portal = await startPortal({
        knex: await databases.init('SQLITE_3'),
        emulator,
      });
      const { body } = await portal.get('/products?limit=100', 'payments-dev');
      products = body.items;
    });
    afterAll(async () => {
      await portal?.stop();
      await emulator?.close();
    });

    it('are of all templates', () => {
      expect(products.map(({ name }) => name).sort()).toEqual(
        Object.keys(texts).sort(),
      );
      expect(products).toHaveLength(33);
    });

    it.each(Object.entries(texts))(
      'say of %s, parameter by parameter and group by group, what the template says',
      async (name, source) => {
        // Short intrinsics are of no interest here.
        const template: Template = parse(source, { logLevel: 'silent' });
        const product = products.find(candidate => candidate.name === name);
        const { status, body } = await portal.get(
          `/products/sandbox/${product?.id}/launch-form`,
          'payments-dev',
        );
        expect({ status, error: body.error }).toEqual({ status: 200 });
        expect(body.parameters).toEqual(declaredParameters(template));
        expect(body.groups).toEqual(declaredGroups(template));
      },
    );
  },
);
