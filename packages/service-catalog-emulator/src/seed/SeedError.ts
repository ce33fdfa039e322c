/** What is wrong with a seed, naming the file and, where there is one, the resource. */
export class SeedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SeedError';
  }
}
