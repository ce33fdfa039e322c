import { planCreation, planUpdate } from './planUpdate';
import { resolveParameters } from './parameters';
import { StackRequest } from './planStack';
import { parseTemplate } from './template';

type Values = { [name: string]: string };

function request(template: object, values: Values = {}): StackRequest {
  const parsed = parseTemplate(JSON.stringify(template));
  return {
    template: parsed,
    parameters: resolveParameters(parsed, values),
    constraintRules: [],
    stackName: 'SC-123456789012-pp-1',
    stackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/S/1',
    accountId: '123456789012',
    region: 'eu-west-1',
    notificationArns: [],
  };
}

/** What becomes of a stack of the first template when it is updated to the second one. */
function update(
  before: StackRequest,
  after: StackRequest,
  { tagsChange = false, unknown = [] as string[] } = {},
) {
  const { resources } = planCreation(before);
  return planUpdate(after, {
    request: before,
    resources,
    tagsChange,
    unknownValues: new Set(unknown),
  });
}

const queue = (Properties: object, more: object = {}) => ({
  Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties, ...more } },
});

describe('an update', () => {
  it.each([
    ['nothing', queue({ DelaySeconds: 1 }), queue({ DelaySeconds: 1 }), []],
    [
      'a property',
      queue({ DelaySeconds: 1 }),
      queue({ DelaySeconds: 2 }),
      [['MODIFY', 'FALSE', 'update']],
    ],
    [
      'a property that is gone',
      queue({ DelaySeconds: 1 }),
      queue({}),
      [['MODIFY', 'FALSE', 'update']],
    ],
    [
      'a name',
      queue({ QueueName: 'a' }),
      queue({ QueueName: 'b' }),
      [['MODIFY', 'TRUE', 'replace']],
    ],
    [
      'the deletion policy',
      queue({}),
      queue({}, { DeletionPolicy: 'Retain' }),
      [['MODIFY', 'FALSE', 'update']],
    ],
  ])('that changes %s', (_, before, after, expected) => {
    const { changes, resources } = update(request(before), request(after));
    expect(
      changes.map(({ Action, Replacement }, index) => [
        Action,
        Replacement,
        resources[index].action,
      ]),
    ).toEqual(expected);
  });

  it('gives tags to what can carry them', () => {
    const stack = request({
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue' },
        Policy: { Type: 'AWS::SQS::QueuePolicy' },
      },
    });
    const { changes } = update(stack, stack, { tagsChange: true });
    expect(
      changes.map(({ LogicalResourceId, Scope }) => [LogicalResourceId, Scope]),
    ).toEqual([['Queue', ['TAGS']]]);
  });

  it('cannot replace what has a name of its own, as on AWS', () => {
    const { resources } = update(
      request(queue({ QueueName: 'a.fifo', FifoQueue: false })),
      request(queue({ QueueName: 'a.fifo', FifoQueue: true })),
    );
    expect(resources[0].failure!.reason).toContain(
      'when a custom-named resource requires replacing',
    );
  });

  it('cannot change the type of a resource', () => {
    expect(() =>
      update(
        request(queue({})),
        request({ Resources: { Queue: { Type: 'AWS::SNS::Topic' } } }),
      ),
    ).toThrow('Update of resource type is not permitted.');
  });

  it('compares what is written where NoEcho values are forgotten', () => {
    const secret = (index: number, delay: number) => ({
      Parameters: { Secret: { Type: 'String', NoEcho: true } },
      ...queue({
        DelaySeconds: delay,
        QueueName: {
          'Fn::Select': [index, { 'Fn::Split': [',', { Ref: 'Secret' }] }],
        },
      }),
    });
    const before = request(secret(1, 1), { Secret: 'a,b' });
    const { resources } = planCreation(before);
    const existing = {
      request: { ...before, parameters: { Secret: '****' } },
      resources,
      tagsChange: false,
      unknownValues: new Set<string>(),
    };
    const after = request(secret(1, 2), { Secret: 'a,b' });
    expect(planUpdate(after, existing).changes).toMatchObject([
      {
        Replacement: 'FALSE',
        Details: [{ Target: { Name: 'DelaySeconds' } }],
      },
    ]);
  });
});
