import { Knex } from 'knex';
import { AwsTarget, stackNameOf } from '../../aws';
import { OutputRow } from '../../database/rows';
import { StoredProvisionedProduct } from '../ProvisionedProductStore';
import { StackPart } from './parts';

/** The output of AWS's that names the stack. */
const STACK_ARN = 'CloudformationStackARN';

/** What a provisioned product is that is no single stack, by AWS's type. */
const kinds: Readonly<Record<string, string>> = {
  CFN_STACKSET: 'is a stack set, whose stacks are in other places',
};

/**
 * Finds what a part of a provisioned product is read from: its stack, or for the stacks of a stack set itself.
 *
 * @returns the ARN of the stack, the name that Service Catalog gives it, or the id of the stack set; or why the portal cannot read
 * it
 */
export async function findStack(
  knex: Knex,
  {
    target: name,
    id,
    type,
  }: Pick<StoredProvisionedProduct, 'target' | 'id' | 'type'>,
  part: StackPart,
  target: AwsTarget,
): Promise<{ name: string } | { unavailable: string }> {
  if (part === 'instances') {
    return type === 'CFN_STACKSET'
      ? { name: id }
      : { unavailable: 'It is no stack set.' };
  }
  if (type !== 'CFN_STACK') {
    const what = kinds[type] ?? 'is not run by CloudFormation';
    return {
      unavailable: `It ${what}, so there is no stack of it to be read.`,
    };
  }
  const output = await knex<OutputRow>('outputs')
    .select('value')
    .where({ target: name, provisioned_product_id: id, key: STACK_ARN })
    .first();
  const arn = output?.value;
  if (!arn) {
    return { name: stackNameOf(target, id) };
  }
  const [, , , region, accountId] = arn.split(':');
  return accountId === target.accountId && region === target.region
    ? { name: arn }
    : {
        unavailable: `Its stack is in account ${accountId} in ${region}, and the portal reads only in account ${target.accountId} in ${target.region}: its launch role belongs to another account.`,
      };
}
