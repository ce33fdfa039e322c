/**
 * Does something once for all who want the same at the same time.
 *
 * @param underWay - what is being done at the moment, by key
 */
export async function joinUnderWay<T>(
  underWay: Map<string, Promise<T>>,
  key: string,
  begin: () => Promise<T>,
): Promise<T> {
  const running = underWay.get(key);
  if (running) {
    return running;
  }
  const begun = begin();
  underWay.set(key, begun);
  try {
    return await begun;
  } finally {
    underWay.delete(key);
  }
}
