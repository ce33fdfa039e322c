import {
  FieldError,
  ServiceAction,
  ServiceActionOrderRequest,
  ServiceActionParameter,
} from 'backstage-plugin-aws-service-catalog-common';
import { isAwsCallError } from '../../aws';
import { UserCaller } from '../../authorize';
import { ServiceActions } from '../../provisionedProducts';
import { ChangeFacts, draftBase, findForChange, noValues } from './changeBase';
import { DraftOptions, DraftResult, refuse } from './OrderDraft';

/** Of these types AWS takes one value. */
const SINGLE = new Set(['String', 'Integer', 'Boolean']);

/** AWS Systems Manager resolves it as the role that runs the action, so it would read what the requester may not. */
const REFERENCE = /\{\{/;

function checkValues(
  { key, type, defaults, hasSecretDefaults }: ServiceActionParameter,
  given: readonly string[] | undefined,
  isOperator: boolean,
): FieldError[] {
  const problem = (message: string) => [
    { field: `parameters.${key}`, message: `Parameter '${key}' ${message}` },
  ];
  if (!given) {
    return defaults.length > 0 || hasSecretDefaults
      ? []
      : problem('needs a value.');
  }
  if (SINGLE.has(type) && given.length > 1) {
    return problem(`takes one value, and not ${given.length}.`);
  }
  const others = given.filter(value => !defaults.includes(value));
  if (others.some(value => REFERENCE.test(value))) {
    return problem(
      "must not contain '{{', which AWS would replace by something else.",
    );
  }
  if (others.length > 0 && !isOperator) {
    const own = hasSecretDefaults
      ? 'what AWS fills in, which is not shown because it holds a secret'
      : defaults.join(', ');
    return own === ''
      ? []
      : problem(
          `is for ${own}; only the people who run the portal can name something else.`,
        );
  }
  return [];
}

function checkParameters(
  action: ServiceAction,
  given: Readonly<Record<string, string[]>>,
  isOperator: boolean,
): FieldError[] {
  const known = new Set(action.parameters.map(({ key }) => key));
  const unknown = Object.keys(given)
    .filter(key => !known.has(key))
    .map(key => ({
      field: `parameters.${key}`,
      message: `${action.name} has no parameter '${key}'.`,
    }));
  const wrong = action.parameters.flatMap(parameter =>
    checkValues(parameter, valuesOf(given, parameter.key), isOperator),
  );
  return [...unknown, ...wrong];
}

function valuesOf(
  given: Readonly<Record<string, string[]>>,
  key: string,
): string[] | undefined {
  return Object.hasOwn(given, key) ? given[key] : undefined;
}

/**
 * What was seen is what is run: what AWS would fill in may be something else by then. Only what could not be seen, because it
 * holds a secret, is left to AWS.
 */
function valuesToSend(
  { key, defaults, hasSecretDefaults }: ServiceActionParameter,
  given: Readonly<Record<string, string[]>>,
): string[] | undefined {
  return valuesOf(given, key) ?? (hasSecretDefaults ? undefined : defaults);
}

/** Drafts orders that run a service action on a provisioned product. */
export class ServiceActionDrafter {
  constructor(
    private readonly options: ChangeFacts & { serviceActions: ServiceActions },
  ) {}

  /**
   * @throws InvalidFieldsError when the request names something that does not exist
   * @throws NotAllowedError when the caller may not run it
   * @throws ConflictError when it cannot be run now
   * @throws AwsCallError when the service actions cannot be read
   */
  async draft(
    caller: UserCaller,
    request: ServiceActionOrderRequest,
    { isPreview }: DraftOptions,
  ): Promise<DraftResult> {
    const found = await findForChange(
      caller,
      request,
      'run-action',
      this.options,
    );
    const { items } = await this.readActions(found, !isPreview);
    const action = items.find(({ id }) => id === request.serviceActionId);
    if (!action) {
      return refuse(
        'serviceActionId',
        `Version ${found.version.name} has no service action ${request.serviceActionId}.`,
      );
    }
    const given = request.parameters ?? {};
    const parameters = Object.fromEntries(
      action.parameters.flatMap(parameter => {
        const values = valuesToSend(parameter, given);
        return values ? [[parameter.key, values]] : [];
      }),
    );
    return {
      problems: checkParameters(action, given, caller.isOperator),
      draft: {
        ...draftBase(found),
        kind: 'service-action',
        version: found.version,
        content: {
          ...noValues,
          serviceAction: { id: action.id, name: action.name, parameters },
        },
        effective: {},
        secrets: {},
      },
    };
  }

  private async readActions(
    found: Parameters<ServiceActions['read']>[0],
    fresh: boolean,
  ): ReturnType<ServiceActions['read']> {
    try {
      return await this.options.serviceActions.read(found, { fresh });
    } catch (error) {
      if (isAwsCallError(error, 'not-found', 'invalid')) {
        return { items: [] };
      }
      throw error;
    }
  }
}
