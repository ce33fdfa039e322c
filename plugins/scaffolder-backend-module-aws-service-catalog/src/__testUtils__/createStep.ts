import { mockServices } from '@backstage/backend-test-utils';
import {
  ActionContext,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { JsonObject, JsonValue } from '@backstage/types';

/**
 * A step of a task that can be run again: what a run leaves in checkpoints, the next one finds, as in the scaffolder.
 */
export function createStep<
  TInput extends JsonObject,
  TOutput extends JsonObject,
>(action: TemplateAction<TInput, TOutput>, input: TInput) {
  const checkpoints = new Map<string, string>();
  const logger = mockServices.logger.mock();
  const output: Record<string, unknown> = {};
  const run = async (overrides: Partial<ActionContext<TInput, TOutput>> = {}) =>
    action.handler({
      ...createMockActionContext<TInput, TOutput>({
        input,
        task: { id: 'task-1' },
      }),
      logger,
      output: (name, value) => {
        output[String(name)] = value;
      },
      async checkpoint<T extends JsonValue | void>({
        key,
        fn,
      }: {
        key: string;
        fn: () => Promise<T> | T;
      }): Promise<T> {
        const saved = checkpoints.get(key);
        const value = saved === undefined ? await fn() : JSON.parse(saved);
        checkpoints.set(key, JSON.stringify(value ?? {}));
        return value;
      },
      ...overrides,
    });
  const logged = () =>
    [logger.info, logger.warn, logger.error].flatMap(log =>
      log.mock.calls.map(([message]) => String(message)),
    );
  return { run, checkpoints, logged, output };
}
