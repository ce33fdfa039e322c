import { anOrder } from '../__testUtils__/orders';
import { AwsRecord } from '../aws';
import { decideStep, DescribedRecord, Observation, Step } from './decideStep';
import { OrderProgress, StoredOrder } from './StoredOrder';

function orderIn(
  state: StoredOrder['state'],
  progress: Partial<OrderProgress> = {},
): StoredOrder {
  return {
    ...anOrder({ state, progress }),
    chainEnd: { sequence: 1, hash: '' },
  };
}

function record(
  status: string,
  errors: AwsRecord['errors'] = [],
): DescribedRecord {
  const type = 'PROVISION_PRODUCT';
  return { id: 'rec-1', type, status, errors, tags: [], outputs: [] };
}

const objection = {
  code: 'ChangedSinceOrdered',
  message: 'Changed.',
  advice: 'Order anew.',
  retryable: false,
};
const busy = {
  code: 'ResourceInUseException',
  message:
    'The allowed maximum of 5 concurrent account operations is exceeded. Try again later.',
};
const refusal = { at: 's', failure: objection };
const remnant = { provisionedProductId: 'pp-1', token: 't', sentAt: 's' };

type Row = {
  reason: string;
  order: StoredOrder;
  observation: Observation;
  step: object;
};

const rows: Row[] = [
  {
    reason: 'nothing stands against it, so it is submitted',
    order: orderIn('queued'),
    observation: { of: 'checks', remnant: 'none' },
    step: { do: 'submit', remnant: 'none' },
  },
  {
    reason: 'the attempt before left something behind, which goes first',
    order: orderIn('queued'),
    observation: { of: 'checks', remnant: 'there' },
    step: { do: 'submit', remnant: 'there' },
  },
  {
    reason: 'something changed since it was ordered, so nothing is launched',
    order: orderIn('queued'),
    observation: { of: 'checks', remnant: 'none', objection },
    step: { do: 'fail', failure: objection },
  },
  {
    reason: 'no record of the call is to be seen, which proves nothing',
    order: orderIn('submitting', { sentAt: 's' }),
    observation: { of: 'submission' },
    step: { do: 'send-again' },
  },
  {
    reason: 'AWS refused to be asked again, and may yet show why',
    order: orderIn('submitting', { sentAt: 's', refusal }),
    observation: { of: 'submission', refusalStands: false },
    step: { do: 'wait' },
  },
  {
    reason: 'AWS refused to be asked again, and shows nothing that it took',
    order: orderIn('submitting', { sentAt: 's', refusal }),
    observation: { of: 'submission', refusalStands: true },
    step: { do: 'fail', failure: objection },
  },
  {
    reason: 'AWS was at something else, and shows nothing that it took before',
    order: orderIn('submitting', {
      sentAt: 's',
      refusal: { ...refusal, isBusy: true },
    }),
    observation: { of: 'submission', refusalStands: true },
    step: { do: 'postpone', failure: objection, tokenIsUsed: false },
  },
  {
    reason: 'AWS was at something else when it was to terminate the remnant',
    order: orderIn('submitting', { remnant: { ...remnant, recordId: 'r' } }),
    observation: { of: 'remnant', record: record('FAILED', [busy]) },
    step: { do: 'postpone', tokenIsUsed: true },
  },
  {
    reason: 'AWS has ended it because it is at something else',
    order: orderIn('running'),
    observation: { of: 'record', record: record('FAILED', [busy]) },
    step: { do: 'postpone', tokenIsUsed: true, failure: { retryable: true } },
  },
  {
    reason: 'AWS refused to be asked again, because it has a record',
    order: orderIn('submitting', { sentAt: 's', refusal }),
    observation: {
      of: 'submission',
      refusalStands: true,
      record: record('CREATED'),
    },
    step: { do: 'accept', record: record('CREATED') },
  },
  {
    reason: 'AWS refused to terminate the remnant again, and may yet show why',
    order: orderIn('submitting', { remnant, refusal }),
    observation: { of: 'remnant', refusalStands: false },
    step: { do: 'wait' },
  },
  {
    reason: 'AWS has a record of the call, although its answer was lost',
    order: orderIn('submitting', { sentAt: 's' }),
    observation: { of: 'submission', record: record('IN_PROGRESS') },
    step: { do: 'accept', record: record('IN_PROGRESS') },
  },
  {
    reason: 'the record already ended: it is still accepted first',
    order: orderIn('submitting', { sentAt: 's' }),
    observation: { of: 'submission', record: record('SUCCEEDED') },
    step: { do: 'accept', record: record('SUCCEEDED') },
  },
  {
    reason: 'the name belongs to somebody else',
    order: orderIn('submitting', { sentAt: 's' }),
    observation: { of: 'submission', nameIsTaken: true },
    step: { do: 'fail', failure: { code: 'NameTaken', retryable: false } },
  },
  {
    reason: 'no record of the termination is to be seen',
    order: orderIn('submitting', { remnant }),
    observation: { of: 'remnant' },
    step: { do: 'terminate-remnant' },
  },
  {
    reason: 'the termination was accepted, although its answer was lost',
    order: orderIn('submitting', { remnant }),
    observation: { of: 'remnant', record: record('CREATED') },
    step: { do: 'follow-remnant', record: record('CREATED') },
  },
  {
    reason: 'the termination is known and goes on',
    order: orderIn('submitting', {
      remnant: { ...remnant, recordId: 'rec-1' },
    }),
    observation: { of: 'remnant', record: record('IN_PROGRESS') },
    step: { do: 'wait' },
  },
  {
    reason: 'the remnant is gone',
    order: orderIn('submitting', {
      remnant: { ...remnant, recordId: 'rec-1' },
    }),
    observation: { of: 'remnant', record: record('SUCCEEDED') },
    step: { do: 'submit-after-remnant', record: record('SUCCEEDED') },
  },
  {
    reason: 'the remnant cannot be removed, so its name stays taken',
    order: orderIn('submitting', {
      remnant: { ...remnant, recordId: 'rec-1' },
    }),
    observation: {
      of: 'remnant',
      record: record('FAILED', [{ code: 'X', message: 'DELETE_FAILED' }]),
    },
    step: {
      do: 'fail',
      failure: {
        code: 'X',
        message:
          'What the failed attempt left behind could not be terminated: DELETE_FAILED',
        retryable: true,
      },
    },
  },
  {
    reason: 'it is still under change, so nobody asked for the record',
    order: orderIn('running'),
    observation: { of: 'record' },
    step: { do: 'wait' },
  },
  ...['CREATED', 'IN_PROGRESS', 'IN_PROGRESS_IN_ERROR', 'SOMETHING_NEW'].map(
    status => ({
      reason: `a record that is ${status} has not ended`,
      order: orderIn('running'),
      observation: { of: 'record' as const, record: record(status) },
      step: { do: 'wait' },
    }),
  ),
  {
    reason: 'the record succeeded',
    order: orderIn('running'),
    observation: { of: 'record', record: record('SUCCEEDED') },
    step: { do: 'succeed', record: record('SUCCEEDED') },
  },
  {
    reason: 'the record failed with reasons',
    order: orderIn('running'),
    observation: {
      of: 'record',
      record: record('FAILED', [
        { code: 'AmazonCloudFormationException', message: 'First.' },
        { code: 'Other', message: 'Second.' },
      ]),
    },
    step: {
      do: 'fail',
      failure: {
        code: 'AmazonCloudFormationException',
        message: 'First. Second.',
        retryable: true,
      },
    },
  },
  {
    reason: 'the record failed, and AWS does not say why',
    order: orderIn('running'),
    observation: { of: 'record', record: record('FAILED') },
    step: {
      do: 'fail',
      failure: {
        code: 'RecordFailed',
        message: 'AWS reports that it failed, and no reason.',
        retryable: true,
      },
    },
  },
];

describe('decideStep', () => {
  it.each(rows)('$order.state: $reason', ({ order, observation, step }) => {
    expect(decideStep(order, observation)).toMatchObject(step);
  });

  const states = ['queued', 'submitting', 'running', 'succeeded'] as const;
  const looks: [Observation, readonly string[]][] = [
    [{ of: 'checks', remnant: 'none' }, ['queued']],
    [{ of: 'remnant' }, ['submitting']],
    [{ of: 'submission' }, ['submitting']],
    [{ of: 'record' }, ['running']],
  ];
  const misfits = looks.flatMap(([observation, fits]) =>
    states
      .filter(state => !fits.includes(state))
      .map(state => ({ state, observation })),
  );
  it.each(misfits)(
    'takes a look at $observation.of for a defect when the order is $state',
    ({ state, observation }) => {
      expect((): Step => decideStep(orderIn(state), observation)).toThrow(
        `Nothing can be decided from: ${state}, ${observation.of}`,
      );
    },
  );
});
