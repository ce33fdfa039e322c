import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { StackRead } from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsCallError, AwsTarget, AwsTargets, isAwsCallError } from '../../aws';
import { ProvisionedProductRow } from '../../database/rows';
import { Mask, nothingSecret, OrderLinks } from '../OrderLinks';
import { StoredProvisionedProduct } from '../ProvisionedProductStore';
import { joinUnderWay } from '../joinUnderWay';
import { findStack } from './findStack';
import { readPart, StackPart, StackParts } from './parts';

/** What is known of one part of a stack, and how current it is. */
export type PartRead<P extends StackPart> = StackRead & {
  /** Absent: it was never read. */
  content?: StackParts[P];
};

/** A provisioned product, as far as its stack is looked for. */
export type StackOwner = Pick<
  StoredProvisionedProduct,
  'target' | 'id' | 'type' | 'status' | 'tags'
>;

/** A row of the table `stack_reads`. */
type StackReadRow = {
  target: string;
  provisioned_product_id: string;
  part: StackPart;
  content: string | null;
  read_at: string | null;
  problem: string | null;
  asked_at: string;
  basis: string;
};

const TABLE = 'stack_reads';

/** How long what was read is good enough: for something at rest, while it changes, and after a read that failed. */
const AGE_MS = { atRest: 5 * 60_000, changing: 15_000, failed: 60_000 };

/**
 * What AWS says about the stacks of provisioned products. It is read when it is first wanted and kept in the database,
 * so that however many people look, each part costs one call in five minutes (stacks of a stack set: one for each 20), and again when
 * a record of AWS's has ended.
 * Nothing that is kept holds a secret.
 */
export class StackReads {
  private readonly underWay = new Map<string, Promise<unknown>>();

  constructor(
    private readonly options: {
      knex: Knex;
      targets: AwsTargets;
      clock: ClockService;
      logger: LoggerService;
      orders: Pick<OrderLinks, 'createMasks'>;
      /** The key of the tag that names the order. */
      orderTagKey: string;
    },
  ) {}

  /**
   * One part of a stack. What keeps us from reading it is said in the answer, beside what was read before.
   *
   * @throws Error only when something of our own is wrong, for example the database
   */
  async read<P extends StackPart>(
    product: StackOwner,
    part: P,
  ): Promise<PartRead<P>> {
    const stack = await findStack(
      this.options.knex,
      product,
      part,
      this.options.targets.get(product.target),
    );
    if ('unavailable' in stack) {
      return stack;
    }
    const key = `${product.target}/${product.id}/${part}`;
    return joinUnderWay(
      this.underWay as Map<string, Promise<PartRead<P>>>,
      key,
      () => this.readFresh(product, part, stack.name),
    );
  }

  /** One part as it was last read, without a call to AWS. */
  async findKnown<P extends StackPart>(
    { target, id }: Pick<StackOwner, 'target' | 'id'>,
    part: P,
  ): Promise<PartRead<P>> {
    return toRead(await this.findRow({ target, id }, part));
  }

  private async readFresh<P extends StackPart>(
    product: StackOwner,
    part: P,
    stack: string,
  ): Promise<PartRead<P>> {
    const { clock, targets } = this.options;
    const target = targets.get(product.target);
    const known = await this.findRow(product, part);
    const basis = await this.findBasis(product);
    const now = clock.now();
    const isGoodEnough =
      known !== undefined &&
      known.basis === basis &&
      now.getTime() - Date.parse(known.asked_at) < ageOf(product, known);
    // What can wait does, while AWS has to be spared.
    const mustWait = known?.content && !target.pace.mayCall();
    if (isGoodEnough || mustWait) {
      return toRead(known);
    }
    const asked = { basis, asked_at: now.toISOString() };
    const row = {
      ...(await this.ask(product, part, { stack, target, known })),
      ...asked,
    };
    await this.write(product, part, row);
    return toRead(row);
  }

  private async ask<P extends StackPart>(
    product: StackOwner,
    part: P,
    from: { stack: string; target: AwsTarget; known?: StackReadRow },
  ): Promise<Pick<StackReadRow, 'content' | 'read_at' | 'problem'>> {
    const { stack, target, known } = from;
    try {
      await target.verifyAccount();
      const content = await readPart[part](
        target,
        stack,
        await this.createMask(product),
      );
      return {
        content: JSON.stringify(content),
        read_at: this.options.clock.now().toISOString(),
        problem: null,
      };
    } catch (error) {
      if (!isAwsCallError(error)) {
        throw error;
      }
      this.options.logger.debug(
        `The ${part} of ${product.id} in target ${product.target} could not be read: ${error}`,
      );
      const isGone = error.kind === 'not-found';
      return {
        content: isGone ? null : known?.content ?? null,
        read_at: isGone ? null : known?.read_at ?? null,
        problem: describeProblem(error, part),
      };
    }
  }

  private async createMask({ target, id, tags }: StackOwner): Promise<Mask> {
    const { knex, orders, orderTagKey } = this.options;
    const orderId = tags.find(({ key }) => key === orderTagKey)?.value;
    const masks = await orders.createMasks(knex, target, [{ id, orderId }]);
    return masks.get(id) ?? nothingSecret;
  }

  /** What the read rests on: AWS's last record, and whether it has ended. */
  private async findBasis({ target, id }: StackOwner): Promise<string> {
    const row = await this.options
      .knex<ProvisionedProductRow>('provisioned_products')
      .select('last_record_id', 'status')
      .where({ target, id })
      .first();
    return `${row?.last_record_id ?? ''} ${row?.status ?? ''}`;
  }

  private async findRow(
    { target, id }: Pick<StackOwner, 'target' | 'id'>,
    part: StackPart,
  ): Promise<StackReadRow | undefined> {
    return this.options
      .knex<StackReadRow>(TABLE)
      .where({ target, provisioned_product_id: id, part })
      .first();
  }

  private async write(
    { target, id }: StackOwner,
    part: StackPart,
    row: Omit<StackReadRow, 'target' | 'provisioned_product_id' | 'part'>,
  ): Promise<void> {
    await this.options
      .knex<StackReadRow>(TABLE)
      .insert({ target, provisioned_product_id: id, part, ...row })
      .onConflict(['target', 'provisioned_product_id', 'part'])
      .merge();
  }
}

function ageOf({ status }: StackOwner, { problem }: StackReadRow): number {
  if (problem !== null) {
    return AGE_MS.failed;
  }
  return status === 'UNDER_CHANGE' ? AGE_MS.changing : AGE_MS.atRest;
}

function toRead<P extends StackPart>(
  row: Pick<StackReadRow, 'content' | 'read_at' | 'problem'> | undefined,
): PartRead<P> {
  return {
    content: row?.content ? JSON.parse(row.content) : undefined,
    readAt: row?.read_at ?? undefined,
    unavailable: row?.problem ?? undefined,
  };
}

function describeProblem(error: AwsCallError, part: StackPart): string {
  const [service, prefix] =
    part === 'instances'
      ? ['Service Catalog', 'servicecatalog']
      : ['CloudFormation', 'cloudformation'];
  switch (error.kind) {
    case 'access-denied':
      return `The portal's role may not read stacks in target ${error.target}: it lacks ${prefix}:${error.operation}.`;
    case 'not-found':
      return `${service} has no stack of it.`;
    default:
      return `${service} could not be asked: ${error.message.replace(
        /\.$/,
        '',
      )}.`;
  }
}
