/** Why CloudFormation refuses a template or a stack operation, in its own words. */
export class CloudFormationError extends Error {}
