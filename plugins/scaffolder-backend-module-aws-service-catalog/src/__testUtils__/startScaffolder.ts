import { BackendFeature } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolder from '@backstage/plugin-scaffolder-backend';
import request from 'supertest';

type TaskEvent = {
  type: 'log' | 'completion' | 'cancelled' | 'recovered';
  body: {
    message?: string;
    status?: string;
    stepId?: string;
    output?: Record<string, unknown>;
    error?: { name: string; message: string };
  };
};

/** What became of a task. */
export type TaskResult = {
  taskId: string;
  status: string;
  /** What the person who runs the template reads. */
  logs: string[];
  /** The template's output. */
  output: Record<string, unknown> | undefined;
};

/** Who runs a template, and with which secrets. */
type TaskOptions = { secrets?: Record<string, string>; user?: string };

const DEFAULT_USER = 'user:default/mock';
const ENDED = ['completed', 'failed', 'cancelled'];

/** A template of nothing but the steps of an action's example. */
export function toTemplate(
  name: string,
  spec: Record<string, unknown>,
): Entity {
  return {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: { name, namespace: 'default' },
    spec: {
      type: 'resource',
      // Lets a task be run again, as a person does with "Start over".
      EXPERIMENTAL_recovery: { EXPERIMENTAL_strategy: 'startOver' },
      ...spec,
    },
  };
}

/**
 * Starts a real scaffolder and runs templates in it through its HTTP API.
 *
 * @param options - the catalog's entities, templates included, and what else to install
 */
export async function startScaffolder(options: {
  entities: Entity[];
  features: BackendFeature[];
}) {
  const { server } = await startTestBackend({
    features: [
      scaffolder,
      catalogServiceMock.factory({ entities: options.entities }),
      ...options.features,
    ],
  });

  /** Starts a task. */
  const start = async (
    template: Entity,
    values: Record<string, unknown> = {},
    { secrets = {}, user = DEFAULT_USER }: TaskOptions = {},
  ): Promise<string> => {
    const { body, status } = await request(server)
      .post('/api/scaffolder/v2/tasks')
      .set('authorization', mockCredentials.user.header(user))
      .send({ templateRef: stringifyEntityRef(template), values, secrets });
    if (status !== 201) {
      throw new Error(`The task was refused: ${JSON.stringify(body)}`);
    }
    return body.id;
  };

  /** Waits until a task has ended. */
  const untilEnded = async (taskId: string): Promise<TaskResult> => {
    for (;;) {
      const task = await request(server).get(
        `/api/scaffolder/v2/tasks/${taskId}`,
      );
      if (ENDED.includes(task.body.status)) {
        const events: { body: TaskEvent[] } = await request(server).get(
          `/api/scaffolder/v2/tasks/${taskId}/events`,
        );
        return {
          taskId,
          status: task.body.status,
          logs: events.body.flatMap(({ body }) => body.message ?? []),
          output: events.body.find(({ type }) => type === 'completion')?.body
            .output,
        };
      }
    }
  };

  return {
    server,
    start,
    untilEnded,

    /** Runs a template to its end. */
    async run(...task: Parameters<typeof start>): Promise<TaskResult> {
      return untilEnded(await start(...task));
    },

    /** Runs an ended task again. */
    async retry(
      taskId: string,
      { secrets = {}, user = DEFAULT_USER }: TaskOptions = {},
    ): Promise<TaskResult> {
      const { body, status } = await request(server)
        .post(`/api/scaffolder/v2/tasks/${taskId}/retry`)
        .set('authorization', mockCredentials.user.header(user))
        .send({ secrets });
      if (status !== 201) {
        throw new Error(`The retry was refused: ${JSON.stringify(body)}`);
      }
      return untilEnded(taskId);
    },

    /** Tries a template, as the template editor does. */
    async dryRun(
      template: Entity,
      values: Record<string, unknown> = {},
      { secrets = {}, user = DEFAULT_USER }: TaskOptions = {},
    ) {
      return request(server)
        .post('/api/scaffolder/v2/dry-run')
        .set('authorization', mockCredentials.user.header(user))
        .send({ template, values, secrets, directoryContents: [] });
    },
  };
}
