import { Caller } from './catalog/Caller';
import { CallLog } from './calls/CallLog';
import { EmulatorClock } from './clock';
import { EmulatorEngine, pendingWorkflows } from './engines/EmulatorEngine';
import { AwsError, invalidParameters } from './errors';
import { FaultRegistry } from './faults/FaultRegistry';
import { operations } from './operations';
import { OperationContext, Output } from './context';
import { Operation } from './operations/Operation';
import { recordDetail } from './provisioning/records';
import { EmulatorSettings } from './settings';
import { AccountState } from './state/AccountState';
import { TokenUse } from './state/entities';
import { hexDigest, IdPrefix } from './state/ids';
import { World } from './state/World';
import { TemplateLoader } from './templates/TemplateLoader';
import { validateInput } from './validation/validate';

const READS = /^(Describe|Get|List|Scan|Search)/;

/** A request as it reaches the API, whatever brought it. */
export interface ApiRequest {
  operation: string;
  input: unknown;
  caller: Caller;
  region: string;
  /** Names things instead of counting them; used for seeds. */
  newId?: (prefix: IdPrefix) => string;
  /** Loads versions in another way; used for seeds. */
  loadArtifact?: (url: string) => Promise<Buffer>;
  /** Set for seeds: what they make has been there for so long that it is seen. */
  isSeed?: boolean;
  /** Settings of its own; used for seeds, whose stacks are there at once. */
  settings?: Partial<EmulatorSettings>;
}

/** What the emulator is made of. */
export interface EmulatorParts {
  world: World;
  clock: EmulatorClock;
  settings: EmulatorSettings;
  templates: TemplateLoader;
}

/** The API without its transport: checks requests, carries them out, remembers tokens. */
export class Emulator {
  readonly faults = new FaultRegistry();
  readonly calls = new CallLog();
  readonly engine: EmulatorEngine = {
    workflows: () => pendingWorkflows(this.current().world),
  };
  private changeListener: () => void = () => {};
  private readonly inFlight = new Map<string, Promise<Output>>();

  constructor(readonly parts: EmulatorParts) {}

  /** Has the listener called after every change of the state. */
  onChange(listener: () => void): void {
    this.changeListener = listener;
  }

  /** Notes that something other than {@link Emulator.execute} changed the state. */
  changed(): void {
    this.changeListener();
  }

  /** Exchanges everything the emulator knows, for a reset. */
  replaceWorld(world: World): void {
    this.parts.world = world;
    this.changed();
  }

  /** Brings the state up to the present. */
  settle(): void {
    const { world, settings, clock } = this.parts;
    const delay = settings.consistencySeconds * 1000;
    world.seenUntil = delay === 0 ? Infinity : clock.now() - delay;
    if (world.settle(clock.now())) {
      this.changed();
    }
  }

  /** The state brought up to the present, and that present. */
  current(): { world: World; now: number } {
    this.settle();
    return { world: this.parts.world, now: this.parts.clock.now() };
  }

  /**
   * Carries out a request.
   *
   * @throws AwsError as AWS would answer
   */
  async execute(request: ApiRequest): Promise<Output> {
    const operation = operations.get(request.operation);
    if (!operation) {
      throw new AwsError(
        'UnknownOperationException',
        `${request.operation} is not an operation that this emulator implements; PARITY.md lists those it does.`,
      );
    }
    validateInput(operation.input, request.input);
    const context = this.contextOf(request);
    // Tokens of seeds are never used again, so there is no need to remember them.
    const output = request.isSeed
      ? await operation.run(context, request.input)
      : await this.runOnce(operation, context, request.input);
    if (!READS.test(operation.name)) {
      this.changed();
    }
    return output;
  }

  /** What a request works with: the state brought up to the present, and whatever else it needs. */
  contextOf(request: Omit<ApiRequest, 'input'>): OperationContext {
    const { world, now } = this.current();
    const { settings, templates } = this.parts;
    const { caller, region, operation } = request;
    return {
      caller,
      region,
      state: world.account(caller.accountId, region),
      world,
      now: request.isSeed ? now - settings.consistencySeconds * 1000 : now,
      newId: request.newId ?? (prefix => world.ids.next(prefix)),
      settings: { ...settings, ...request.settings },
      loadArtifact: request.loadArtifact ?? (url => templates.load(url)),
      faults: this.faults.forOperation(operation, caller.accountId),
    };
  }

  /**
   * Runs the operation, unless its idempotency token was used before: then the answer is the one
   * given then, also when that one is still being worked out.
   */
  private async runOnce(
    operation: Operation,
    context: OperationContext,
    input: unknown,
  ): Promise<Output> {
    const { state } = context;
    const rule = operation.idempotencyToken;
    const token = rule && (input as { [member: string]: string })[rule.member];
    if (!rule || token === undefined) {
      return operation.run(context, input);
    }
    const key = `${operation.name}/${token}`;
    const inFlightKey = `${state.accountId}/${state.region}/${key}`;
    // Whoever comes first after a failure runs it again; the others go on waiting.
    while (this.inFlight.has(inFlightKey)) {
      await this.inFlight.get(inFlightKey)!.catch(() => undefined);
    }

    const inputDigest = hexDigest(32, JSON.stringify(input));
    const use = state.tokens.get(key);
    if (use && !(rule.whileUnderWay && hasEnded(state, use.recordId))) {
      if (use.inputDigest !== inputDigest) {
        throw invalidParameters(
          `${rule.member} ${token} was used before with different parameters.`,
        );
      }
      return answerOf(state, use);
    }
    const running = Promise.resolve(operation.run(context, input));
    this.inFlight.set(inFlightKey, running);
    try {
      const response = await running;
      const record = response.RecordDetail as { RecordId: string } | undefined;
      const isOnlyRecord = record && Object.keys(response).length === 1;
      state.tokens.set(key, {
        key,
        inputDigest,
        response: isOnlyRecord ? undefined : response,
        // UpdateProvisionedProductProperties answers with no more of its record than the id.
        recordId: record?.RecordId ?? (response.RecordId as string | undefined),
        usedAt: context.now,
      });
      return response;
    } finally {
      this.inFlight.delete(inFlightKey);
    }
  }
}

/** The answer given when the token was used. */
function answerOf(
  state: AccountState,
  { response, recordId, usedAt }: TokenUse,
): Output {
  const record = state.records.get(recordId ?? '');
  return response === undefined && record
    ? { RecordDetail: recordDetail(record, usedAt) }
    : (response as Output);
}

function hasEnded(state: AccountState, recordId: string | undefined): boolean {
  const record = state.records.get(recordId ?? '');
  return record === undefined || record.settled;
}
