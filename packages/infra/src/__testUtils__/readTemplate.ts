import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parse } from 'yaml';
import { PUBLISHED_TEMPLATES, SNAPSHOTS } from '../paths';
import { ProductDefinition } from '../products/ProductDefinition';

/** What tests read of the template of a product. */
export interface ProductTemplateText {
  Parameters: { [name: string]: { [member: string]: unknown } };
  Resources: {
    [id: string]: { Type: string; Properties?: { [name: string]: unknown } };
  };
}

/** Tests read nothing for which CloudFormation's functions would need a meaning. */
const FUNCTIONS = ['!Ref', '!Sub', '!GetAtt', '!If', '!Equals', '!Not'].map(
  tag => ({ tag, resolve: (value: unknown) => value }),
);

/** The template of the current version of a product. */
export function readTemplate({
  key,
  template,
  currentVersion,
}: ProductDefinition): ProductTemplateText {
  switch (template.kind) {
    case 'file':
      return parseYaml(template.path);
    case 'url':
      return parseYaml(join(PUBLISHED_TEMPLATES, template.path));
    case 'running-stack': {
      const stack = new Stack(new App(), 'Running');
      template.build(stack);
      return Template.fromStack(stack).toJSON() as ProductTemplateText;
    }
    default: {
      // The app does not let the template of a version differ from the one that is kept.
      const id = `Catalog${key.replace(/-/g, '')}History`;
      const [file] = readdirSync(SNAPSHOTS).filter(
        name =>
          name.startsWith(id) && name.includes(`.${currentVersion.name}.`),
      );
      return JSON.parse(readFileSync(join(SNAPSHOTS, file), 'utf8'));
    }
  }
}

function parseYaml(path: string): ProductTemplateText {
  return parse(readFileSync(path, 'utf8'), { customTags: FUNCTIONS });
}
