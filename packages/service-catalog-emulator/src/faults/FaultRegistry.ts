import { Fault, LifecycleFault, RequestFault } from './faults';

/**
 * The faults in force.
 *
 * @public
 */
export interface EmulatorFaults {
  /** Puts a fault into force, after those already there. */
  add(fault: Fault): void;
  /** Lifts all faults. What they have done stays done. */
  clear(): void;
  /** The faults in force; `count` is what is left of it. */
  list(): Fault[];
}

/** The fault that has the kind, which is one of several for some faults. */
type FaultOf<K, F = LifecycleFault> = F extends { kind: infer Kinds }
  ? K extends Kinds
    ? F
    : never
  : never;

/** What a stack is about to do, for faults that only meet some stacks. */
export interface StackSubject {
  /** Types of the resources that would change. */
  resourceTypes: string[];
  /** Effective parameter values. */
  parameters: { [name: string]: string };
}

/** How an operation asks for the faults that concern it. */
export interface LifecycleFaults {
  /** The first fault of the kind that meets the stack; asking uses it up by one. */
  take<K extends LifecycleFault['kind']>(
    kind: K,
    subject?: StackSubject,
  ): FaultOf<K> | undefined;
}

const LIFECYCLE_KINDS: readonly string[] = [
  'provisionFailure',
  'updateFailure',
  'terminateFailure',
  'serviceActionFailure',
  'shareFailure',
  'stuck',
  'unexplained',
] satisfies LifecycleFault['kind'][];

/** The reason a fault gives CloudFormation for failing. */
export function failureReason(
  fault: LifecycleFault | undefined,
): string | undefined {
  return fault && 'reason' in fault && fault.reason
    ? fault.reason
    : fault && 'Injected by a fault';
}

/** Keeps faults and hands each out as often as its count says. */
export class FaultRegistry implements EmulatorFaults {
  private faults: Fault[] = [];

  add(fault: Fault): void {
    this.faults.push({ ...fault });
  }

  clear(): void {
    this.faults = [];
  }

  list(): Fault[] {
    return this.faults.map(fault => ({ ...fault }));
  }

  /** All wire faults for one request, each used up by one. */
  takeForRequest(operation: string, account: string): RequestFault[] {
    return this.faults
      .filter(
        (fault): fault is RequestFault =>
          !LIFECYCLE_KINDS.includes(fault.kind) &&
          meets(fault, operation, account),
      )
      .map(fault => this.use(fault));
  }

  /** The faults an operation may ask for. */
  forOperation(operation: string, account: string): LifecycleFaults {
    return {
      take: <K extends LifecycleFault['kind']>(
        kind: K,
        subject?: StackSubject,
      ) => {
        const fault = this.faults.find(
          (candidate): candidate is FaultOf<K> & LifecycleFault =>
            candidate.kind === kind &&
            meets(candidate, operation, account) &&
            meetsStack(candidate, subject),
        );
        return fault && this.use(fault);
      },
    };
  }

  private use<F extends Fault>(fault: F): F {
    if (fault.count !== undefined) {
      fault.count -= 1;
      if (fault.count === 0) {
        this.faults = this.faults.filter(other => other !== fault);
      }
    }
    return fault;
  }
}

function meets(fault: Fault, operation: string, account: string): boolean {
  return (
    (fault.operation === undefined || fault.operation === operation) &&
    (fault.account === undefined || fault.account === account)
  );
}

function meetsStack(fault: Fault, subject: StackSubject | undefined): boolean {
  const resourceType = 'resourceType' in fault ? fault.resourceType : undefined;
  const parameters = 'parameters' in fault ? fault.parameters : undefined;
  return (
    (resourceType === undefined ||
      subject?.resourceTypes.includes(resourceType) === true) &&
    Object.entries(parameters ?? {}).every(
      ([name, value]) => subject?.parameters[name] === value,
    )
  );
}
