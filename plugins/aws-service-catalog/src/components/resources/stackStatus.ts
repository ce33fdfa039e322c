/**
 * A status of CloudFormation in words, for example "Create complete"; those that AWS may add later read the same way.
 *
 * @param status - AWS `ResourceStatus` or `StackStatus`
 */
export function stackStatusLabel(status: string): string {
  const words = status.toLocaleLowerCase('en-US').replaceAll('_', ' ');
  return words.charAt(0).toLocaleUpperCase('en-US') + words.slice(1);
}
