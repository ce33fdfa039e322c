/** How many entries a list has in all, in words that fit beside its page buttons. */
export function countLabel(one: string, many: string) {
  return ({ totalCount }: { totalCount?: number }): string =>
    totalCount === 1 ? `1 ${one}` : `${totalCount ?? 0} ${many}`;
}
