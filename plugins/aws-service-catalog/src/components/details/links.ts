/**
 * Whether a value from AWS may become a link: an https address without a user name in it, which could pass one host off as
 * another.
 */
export function isSafeLink(value: string): boolean {
  try {
    const url = new URL(value);
    return url.protocol === 'https:' && !url.username && !url.password;
  } catch {
    return false;
  }
}
