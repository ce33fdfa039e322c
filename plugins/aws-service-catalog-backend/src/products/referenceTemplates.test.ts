import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parse } from 'yaml';
import { createTestTargets, findLaunch } from '../__testUtils__/awsTargets';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { describeProvisioningParameters } from '../aws';
import { parseLaunchForm } from './parseLaunchForm';

jest.setTimeout(60_000);

/** AWS's "Service Catalog reference architectures", next to the repository where somebody has put them. */
const folder = resolve(__dirname, '../../../../../shared/templates');

type Declared = Record<string, string | number | boolean | undefined>;

type Template = {
  Parameters?: Record<
    string,
    Declared & { AllowedValues?: Declared[string][] }
  >;
  Resources?: Record<string, { Type: string }>;
};

/** CloudFormation takes JSON strictly, and one of the templates has a comma too many. */
function isWellFormed(file: string, text: string): boolean {
  try {
    return !file.endsWith('.json') || Boolean(JSON.parse(text));
  } catch {
    return false;
  }
}

function readTemplates(): [string, string, Template][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.(json|ya?ml)$/.test(file))
    .map<[string, string, Template]>(file => {
      const text = readFileSync(resolve(folder, file), 'utf8');
      // Short intrinsics are of no interest here.
      return [basename(file), text, parse(text, { logLevel: 'silent' })];
    })
    .filter(
      ([file, text, { Resources = {} }]) =>
        isWellFormed(file, text) &&
        // The others set up Service Catalog itself.
        Object.values(Resources).every(
          ({ Type }) => !/ServiceCatalog|CloudFormation::Stack/.test(Type),
        ),
    );
}

const text = (value: Declared[string]) =>
  value === undefined ? undefined : String(value);
const number = (value: Declared[string]) =>
  value === undefined ? undefined : Number(value);

const isPresent = existsSync(folder);
const templates = isPresent ? readTemplates() : [];

// Without them there is nothing to compare with: the report then says so by this title.
(isPresent ? describe : describe.skip)(
  `launch forms of the reference templates in ${folder}`,
  () => {
    let emulator: TestEmulator;

    beforeAll(async () => {
      emulator = await startEmulator({
        sandbox: templates.map(([name, source]) => ({
          name,
          versions: { v1: source },
        })),
      });
    });
    afterAll(() => emulator.close());

    it('are of many templates', () => {
      expect(templates.length).toBeGreaterThan(20);
    });

    it.each(templates)(
      'say of %s, parameter by parameter, what the template says',
      async (name, _, { Parameters = {} }) => {
        const target = createTestTargets(emulator).get('sandbox');
        const form = parseLaunchForm(
          await describeProvisioningParameters(
            target,
            await findLaunch(target, name),
          ),
        );
        const byKey = Object.fromEntries(
          form.parameters.map(({ label: _label, ...rest }) => [rest.key, rest]),
        );
        expect(byKey).toEqual(
          Object.fromEntries(
            Object.entries(Parameters).map(([key, declared]) => [
              key,
              {
                key,
                type: declared.Type,
                noEcho: String(declared.NoEcho) === 'true',
                description: text(declared.Description),
                default: text(declared.Default),
                allowedValues: declared.AllowedValues?.map(String),
                allowedPattern: text(declared.AllowedPattern),
                // An empty one says nothing.
                constraintDescription:
                  text(declared.ConstraintDescription) || undefined,
                minLength: number(declared.MinLength),
                maxLength: number(declared.MaxLength),
                minValue: number(declared.MinValue),
                maxValue: number(declared.MaxValue),
              },
            ]),
          ),
        );
        expect(form.groups.flatMap(group => group.parameters).sort()).toEqual(
          Object.keys(Parameters).sort(),
        );
      },
    );
  },
);
