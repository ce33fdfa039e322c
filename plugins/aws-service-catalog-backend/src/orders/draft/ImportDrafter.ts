import { NotAllowedError } from '@backstage/errors';
import {
  FieldError,
  ImportOrderRequest,
  Product,
} from 'backstage-plugin-aws-service-catalog-common';
import { UserCaller } from '../../authorize';
import { PluginConfig, TargetConfig } from '../../config';
import { ProductsService } from '../../products';
import { OwnerDirectory } from '../../provisionedProducts';
import { assertOperator, decideImport } from '../decidePlacing';
import { noValues } from './changeBase';
import { NameChecker } from './NameChecker';
import { DraftResult, findOrRefuse, refuse } from './OrderDraft';

/** `arn:aws:cloudformation:<region>:<account>:stack/<name>/<uuid>` */
const STACK_ARN =
  /^arn:aws[a-z-]*:cloudformation:([a-z0-9-]+):(\d{12}):stack\/[a-zA-Z][a-zA-Z0-9-]*\/[a-zA-Z0-9-]+$/;

function checkStack(
  stackArn: string,
  { name, accountId, region }: TargetConfig,
): FieldError[] {
  const problem = (message: string) => [{ field: 'stackArn', message }];
  const [, stackRegion, stackAccount] = STACK_ARN.exec(stackArn) ?? [];
  if (stackRegion === undefined) {
    return problem(
      'It takes the ARN of a stack, as CloudFormation shows it: arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>.',
    );
  }
  return stackAccount === accountId && stackRegion === region
    ? []
    : problem(
        `The stack is in account ${stackAccount} in ${stackRegion}, and target ${name} is account ${accountId} in ${region}: AWS imports a stack only where it is.`,
      );
}

/** Drafts orders that make an existing stack a provisioned product. */
export class ImportDrafter {
  constructor(
    private readonly options: {
      config: PluginConfig;
      products: ProductsService;
      names: NameChecker;
      owners: OwnerDirectory;
    },
  ) {}

  /**
   * @throws InvalidFieldsError when the request names something that does not exist
   * @throws NotAllowedError unless the caller is an operator who may order the product: a stack may be anybody's
   */
  async draft(
    caller: UserCaller,
    request: ImportOrderRequest,
  ): Promise<DraftResult> {
    const { config, products, names } = this.options;
    assertOperator(caller);
    const target =
      config.targets.find(({ name }) => name === request.target) ??
      refuse('target', `There is no target '${request.target}'.`);
    const product = await findOrRefuse('productId', () =>
      products.get(caller, { target: target.name, id: request.productId }),
    );
    const version = findVersion(product, request.versionId);
    const owner = await this.findOwner(request);
    const placing = await decideImport(caller, owner, product, this.options);
    if (!placing.allowed) {
      throw new NotAllowedError(placing.reason);
    }
    return {
      problems: [
        ...(await names.check(target, request.name)),
        ...checkStack(request.stackArn, target),
      ],
      draft: {
        kind: 'import',
        target: target.name,
        accountId: target.accountId,
        region: target.region,
        owner,
        entityRef: request.entityRef,
        product: { id: product.id, name: product.name },
        version,
        provisionedProduct: { name: request.name },
        content: { ...noValues, stackArn: request.stackArn },
        effective: {},
        secrets: {},
      },
    };
  }

  private async findOwner({
    target,
    owner,
    entityRef,
  }: ImportOrderRequest): Promise<string> {
    const { owners } = this.options;
    if (owner === undefined) {
      return entityRef === undefined
        ? refuse('owner', 'Name who owns it, or the entity that it is for.')
        : owners.findOwnerOf(target, entityRef);
    }
    await owners.check(target, 'owner', owner);
    if (entityRef !== undefined) {
      await owners.checkEntity(entityRef, owner);
    }
    return owner;
  }
}

function findVersion(
  { name, type, versions }: Product,
  id: string,
): { id: string; name: string } {
  if (type !== 'CLOUD_FORMATION_TEMPLATE') {
    refuse(
      'productId',
      `${name} is of the type ${type}, and AWS imports stacks only as products made of CloudFormation templates.`,
    );
  }
  const version = versions.find(each => each.id === id);
  return version
    ? { id: version.id, name: version.name }
    : refuse('versionId', `${name} has no version ${id}.`);
}
