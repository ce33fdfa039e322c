import { OrderActionOptions, StepContext } from './OrderActionOptions';
import { OrderOutputs, toDryRunOutputs, toOutputs } from './outputs';
import { previewOrder } from './previewOrder';
import { OrderStep, runOrder } from './runOrder';

/**
 * What every action that orders does: places its order and waits for it, or in a dry run only asks what the order would do.
 */
export async function runStep(
  ctx: StepContext & {
    isDryRun?: boolean;
    output(
      name: keyof OrderOutputs,
      value: OrderOutputs[keyof OrderOutputs],
    ): void;
  },
  options: OrderActionOptions,
  step: OrderStep,
): Promise<void> {
  const outputs = ctx.isDryRun
    ? toDryRunOutputs(await previewOrder(ctx, options, step.buildRequest))
    : toOutputs(await runOrder(ctx, options, step));

  for (const [name, value] of Object.entries(outputs)) {
    if (value !== undefined) {
      ctx.output(name as keyof OrderOutputs, value);
    }
  }
}
