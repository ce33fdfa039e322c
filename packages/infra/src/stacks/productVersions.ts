import { aws_servicecatalog as servicecatalog } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  ProductDefinition,
  ProductTemplate,
} from '../products/ProductDefinition';
import { RunningStack } from './RunningStack';

/** Where the templates of versions are found. */
export interface TemplateSources {
  /** Folder that keeps the templates of products made of constructs. */
  snapshots: string;
  /** URL of the folder of published templates. */
  templateBaseUrl: string;
}

/** The template of a stack, for which CDK has no class of its own. */
class TemplateOfStack extends servicecatalog.CloudFormationTemplate {
  constructor(readonly stack: RunningStack) {
    super();
  }

  /** CDK wants a URL; {@link importFromStack} says instead where AWS copies the template from. */
  bind(): servicecatalog.CloudFormationTemplateConfig {
    return { httpUrl: 'https://template.of.a.running.stack' };
  }
}

/**
 * The versions of a product, oldest first.
 *
 * @throws Error when a template differs from the one kept for the version
 */
export function productVersions(
  scope: Construct,
  { template, currentVersion }: ProductDefinition,
  sources: TemplateSources,
): servicecatalog.CloudFormationProductVersion[] {
  const current = {
    productVersionName: currentVersion.name,
    description: currentVersion.description,
  };
  const { CloudFormationTemplate } = servicecatalog;
  switch (template.kind) {
    case 'file':
      return [
        {
          ...current,
          cloudFormationTemplate: CloudFormationTemplate.fromAsset(
            template.path,
          ),
        },
      ];
    case 'url':
      return [
        {
          ...current,
          cloudFormationTemplate: CloudFormationTemplate.fromUrl(
            `${sources.templateBaseUrl}${template.path}`,
          ),
        },
      ];
    case 'running-stack':
      return [
        {
          ...current,
          cloudFormationTemplate: new TemplateOfStack(
            new RunningStack(scope, 'Running', template),
          ),
        },
      ];
    default:
      return keptVersions(scope, template, currentVersion, sources.snapshots);
  }
}

/**
 * Lets AWS copy the template of a version from the stack.
 *
 * @see https://docs.aws.amazon.com/servicecatalog/latest/dg/API_ProvisioningArtifactProperties.html
 */
export function importFromStack(
  product: servicecatalog.CloudFormationProduct,
  versions: readonly servicecatalog.CloudFormationProductVersion[],
): void {
  const resource = product.node
    .defaultChild as servicecatalog.CfnCloudFormationProduct;
  resource.provisioningArtifactParameters = versions.map(
    ({ productVersionName, description, cloudFormationTemplate }) => ({
      name: productVersionName,
      description,
      info: {
        ImportFromPhysicalId: (cloudFormationTemplate as TemplateOfStack).stack
          .stackId,
      },
    }),
  );
}

function keptVersions(
  scope: Construct,
  template: Extract<ProductTemplate, { kind: 'stack' }>,
  current: ProductDefinition['currentVersion'],
  directory: string,
): servicecatalog.CloudFormationProductVersion[] {
  const history = new servicecatalog.ProductStackHistory(scope, 'History', {
    productStack: template.create(scope, 'Template'),
    currentVersionName: current.name,
    currentVersionLocked: true,
    description: current.description,
    directory,
  });
  return [
    ...template.earlierVersions.map(({ name, description }) => ({
      ...history.versionFromSnapshot(name),
      description,
    })),
    history.currentVersion(),
  ];
}
