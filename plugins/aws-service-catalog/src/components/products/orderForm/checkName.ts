/** What a name may look like, as AWS `ProvisionedProductName` allows it. */
export const NAME_RULE =
  'Up to 128 letters, digits, ".", "_" and "-", starting with a letter or digit.';

/**
 * Checks the name of a provisioned product.
 *
 * @returns one sentence, or undefined when it is fine
 */
export function checkName(name: string): string | undefined {
  if (name === '') {
    return 'Name must have a value.';
  }
  return /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,127}$/.test(name)
    ? undefined
    : `Name does not fit: ${NAME_RULE}`;
}
