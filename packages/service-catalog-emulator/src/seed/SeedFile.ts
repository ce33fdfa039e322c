import { CloudAssets } from './CloudAssets';

/** A template to seed from. */
export interface SeedFile {
  /** The stack's name: the file's without folder and extension, or the one that CDK gives. */
  name: string;
  text: string;
  /** Folder within which relative and `file:` template URLs are resolved. */
  folder?: string;
  /** Account, Region and parameter values that go with the template, as CDK writes them down. */
  accountId?: string;
  region?: string;
  parameters?: { [name: string]: string };
  /** Files that stand for what CDK would upload. */
  assets?: CloudAssets;
}
