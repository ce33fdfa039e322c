import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseText } from '../cloudformation/parseText';
import { messageOf } from '../errors';
import { OrganizationalUnit, OrganizationOptions } from '../state/Organization';

const account = z.union([
  z.string(),
  z.strictObject({
    id: z.string(),
    name: z.string().optional(),
    email: z.string().optional(),
    status: z.enum(['ACTIVE', 'SUSPENDED']).optional(),
  }),
]);

const unit: z.ZodType<OrganizationalUnit> = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  accounts: z.array(account).optional(),
  get organizationalUnits() {
    return z.array(unit).optional();
  },
});

const organization: z.ZodType<OrganizationOptions> = z.strictObject({
  id: z.string().optional(),
  managementAccountId: z.string(),
  accounts: z.array(account).optional(),
  organizationalUnits: z.array(unit).optional(),
  delegatedAdministrators: z.array(z.string()).optional(),
  serviceCatalogAccess: z.boolean().optional(),
});

/**
 * Reads an organisation from a YAML or JSON file.
 *
 * @throws Error naming the file and the key that is wrong
 */
export function readOrganization(file: string): OrganizationOptions {
  let content: unknown;
  try {
    content = parseText(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${messageOf(error)}`);
  }
  const result = organization.safeParse(content);
  if (!result.success) {
    throw new Error(
      `${file}: ${z.prettifyError(result.error).replaceAll('\n', ' ')}`,
    );
  }
  return result.data;
}
