import { Tag } from './tags';

/** A parameter as the engine of a product reads it from a version. */
export interface EngineParameter {
  key: string;
  /** In the words of the engine, such as `string` or `list(string)`. */
  type: string;
  defaultValue?: string;
  description?: string;
  isNoEcho?: boolean;
}

/** What the engine of a product reads from a version. */
export interface EngineDeclaration {
  parameters: EngineParameter[];
  outputs: { key: string; description?: string }[];
}

/** What an engine is to do for a record, until it notifies Service Catalog of the result. */
export interface EngineWorkflow {
  /** The `WorkflowToken` that the notification must carry. */
  token: string;
  /** The account of the engine: the one that the product belongs to. */
  engineAccountId: string;
  /** Where the version came from. Absent for terminations, as on AWS. */
  artifactUrl?: string;
  /** Values as the caller sent them; forgotten once the engine has notified. */
  parameters: { key: string; value: string }[];
  /** The tags of the provisioned product, AutoTags aside. */
  tags: Tag[];
  /** Whether a termination ends well even if the engine fails. */
  ignoreErrors?: boolean;
}
