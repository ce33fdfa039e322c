import { Launching } from '../__testUtils__/launching';
import { Fault } from '../faults/faults';

const bucket = (versioned: boolean) => ({
  Parameters: { Size: { Type: 'String', Default: 'small' } },
  Resources: {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        VersioningConfiguration: {
          Status: versioned ? 'Enabled' : 'Suspended',
        },
        Tags: [{ Key: 'size', Value: { Ref: 'Size' } }],
      },
    },
    Queue: { Type: 'AWS::SQS::Queue' },
  },
});

type Step = (launching: Launching) => Promise<{ RecordId?: string }>;

const provision: Step = launching => launching.provision('v1');
const provisionWrongly: Step = launching =>
  launching.provision('v1', { Colour: 'red' });
const update: Step = launching => launching.update('v2');
const updateWrongly: Step = launching =>
  launching.update('v2', { Colour: 'red' });
const terminate: Step = launching => launching.terminate();
const terminateIgnoring: Step = launching =>
  launching.terminate({ IgnoreErrors: true });
const terminateRetaining: Step = launching =>
  launching.terminate({ RetainPhysicalResources: true });

const launchFails: Fault = { kind: 'provisionFailure', count: 1 };
const launchRollbackFails: Fault = { ...launchFails, rollbackFails: true };
const updateFails: Fault = { kind: 'updateFailure', count: 1 };
const updateRollbackFails: Fault = { ...updateFails, rollbackFails: true };
const terminateFails: Fault = { kind: 'terminateFailure', count: 1 };

const SUCCESS = ['CREATED', 'IN_PROGRESS', 'SUCCEEDED'];
const REFUSED = ['CREATED', 'IN_PROGRESS', 'FAILED'];
const ROLLED_BACK = [
  'CREATED',
  'IN_PROGRESS',
  'IN_PROGRESS_IN_ERROR',
  'FAILED',
];

/** Before the step: what was done, with which faults in force, so that the product is as it is. */
const BEFORE: { [status: string]: { step: Step; fault?: Fault }[] } = {
  nothing: [],
  AVAILABLE: [{ step: provision }],
  TAINTED: [{ step: provision }, { step: update, fault: updateFails }],
  'TAINTED by a termination': [
    { step: provision },
    { step: terminate, fault: terminateFails },
  ],
  ERROR: [{ step: provision, fault: launchFails }],
  'ERROR without a stack': [{ step: provisionWrongly }],
  'ERROR by a rollback': [
    { step: provision },
    { step: update, fault: updateRollbackFails },
  ],
};

type Row = [
  before: string,
  title: string,
  step: Step,
  fault: Fault | undefined,
  /** Statuses of the record over time. */
  record: string[],
  /** Status at the end; `undefined` when the product is gone. */
  after: string | undefined,
];

const ROWS: Row[] = [
  ['nothing', 'provision', provision, undefined, SUCCESS, 'AVAILABLE'],
  [
    'nothing',
    'provision, refused',
    provisionWrongly,
    undefined,
    REFUSED,
    'ERROR',
  ],
  [
    'nothing',
    'provision, failing',
    provision,
    launchFails,
    ROLLED_BACK,
    'ERROR',
  ],
  [
    'nothing',
    'provision, failing to roll back',
    provision,
    launchRollbackFails,
    ROLLED_BACK,
    'ERROR',
  ],
  ['AVAILABLE', 'update', update, undefined, SUCCESS, 'AVAILABLE'],
  [
    'AVAILABLE',
    'update, refused',
    updateWrongly,
    undefined,
    REFUSED,
    'TAINTED',
  ],
  ['AVAILABLE', 'update, failing', update, updateFails, ROLLED_BACK, 'TAINTED'],
  [
    'AVAILABLE',
    'update, failing to roll back',
    update,
    updateRollbackFails,
    ROLLED_BACK,
    'ERROR',
  ],
  ['AVAILABLE', 'terminate', terminate, undefined, SUCCESS, undefined],
  [
    'AVAILABLE',
    'terminate, failing',
    terminate,
    terminateFails,
    REFUSED,
    'TAINTED',
  ],
  [
    'AVAILABLE',
    'terminate, ignoring errors',
    terminateIgnoring,
    terminateFails,
    SUCCESS,
    undefined,
  ],
  [
    'AVAILABLE',
    'retain',
    terminateRetaining,
    terminateFails,
    SUCCESS,
    undefined,
  ],
  ['TAINTED', 'update', update, undefined, SUCCESS, 'AVAILABLE'],
  ['TAINTED', 'update, refused', updateWrongly, undefined, REFUSED, 'TAINTED'],
  ['TAINTED', 'update, failing', update, updateFails, ROLLED_BACK, 'TAINTED'],
  ['TAINTED', 'terminate', terminate, undefined, SUCCESS, undefined],
  ['TAINTED by a termination', 'update', update, undefined, REFUSED, 'TAINTED'],
  [
    'TAINTED by a termination',
    'terminate',
    terminate,
    undefined,
    SUCCESS,
    undefined,
  ],
  ['ERROR', 'update', update, undefined, REFUSED, 'ERROR'],
  ['ERROR', 'terminate', terminate, undefined, SUCCESS, undefined],
  ['ERROR without a stack', 'update', update, undefined, REFUSED, 'ERROR'],
  [
    'ERROR without a stack',
    'terminate',
    terminate,
    undefined,
    SUCCESS,
    undefined,
  ],
  ['ERROR by a rollback', 'update', update, undefined, REFUSED, 'ERROR'],
  [
    'ERROR by a rollback',
    'terminate',
    terminate,
    undefined,
    SUCCESS,
    undefined,
  ],
];

/** Follows a record to its end, in steps that are shorter than any of its statuses. */
async function follow(launching: Launching, record: { RecordId?: string }) {
  const statuses: string[] = [];
  for (let tenths = 0; tenths <= 600; tenths++) {
    const { RecordDetail } = await launching.describeRecord(record);
    const { Status } = RecordDetail!;
    if (statuses.at(-1) !== Status) {
      statuses.push(Status!);
    }
    if (['SUCCEEDED', 'FAILED'].includes(Status!)) {
      return statuses;
    }
    expect(await launching.describe()).toMatchObject({
      Status: 'UNDER_CHANGE',
    });
    launching.wait(0.5);
  }
  throw new Error(`The record did not end: ${statuses.join(', ')}`);
}

async function startAt(before: string) {
  const launching = await Launching.start({
    v1: bucket(false),
    v2: bucket(true),
  });
  for (const { step, fault } of BEFORE[before]) {
    if (fault) {
      launching.emulator.faults.add(fault);
    }
    await step(launching);
    launching.wait(60);
  }
  expect((await launching.describe())?.Status ?? 'nothing').toBe(
    before.split(' ')[0],
  );
  return launching;
}

describe('transitions of a provisioned product', () => {
  it.each(ROWS)('%s: %s', async (before, _, step, fault, record, after) => {
    const launching = await startAt(before);
    if (fault) {
      launching.emulator.faults.add(fault);
    }
    const accepted = await step(launching);
    expect(await follow(launching, accepted)).toEqual(record);
    expect((await launching.describe())?.Status).toBe(after);
    const { RecordDetail } = await launching.describeRecord(accepted);
    expect(RecordDetail!.RecordErrors).toHaveLength(
      record.at(-1) === 'FAILED' ? 1 : 0,
    );
  });

  it.each<[string, Fault, string | undefined]>([
    [
      'a type that changes',
      { kind: 'updateFailure', resourceType: 'AWS::S3::Bucket' },
      'TAINTED',
    ],
    [
      'a type that does not change',
      { kind: 'updateFailure', resourceType: 'AWS::SQS::Queue' },
      'AVAILABLE',
    ],
    [
      'a value that is sent',
      { kind: 'updateFailure', parameters: { Size: 'large' } },
      'TAINTED',
    ],
    [
      'another value',
      { kind: 'updateFailure', parameters: { Size: 'huge' } },
      'AVAILABLE',
    ],
  ])('a failure meets %s', async (_, fault, after) => {
    const launching = await startAt('AVAILABLE');
    launching.emulator.faults.add(fault);
    await launching.update('v2', { Size: 'large' });
    launching.wait(60);
    expect((await launching.describe())!.Status).toBe(after);
  });
});
