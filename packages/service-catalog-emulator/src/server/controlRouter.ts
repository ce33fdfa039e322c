import express, { NextFunction, Request, Response, Router } from 'express';
import { z } from 'zod';
import { Emulator } from '../Emulator';
import { faultSchema } from '../faults/faults';

const advanceSchema = z.strictObject({
  seconds: z
    .number()
    .nonnegative()
    .max(10 * 366 * 24 * 3600),
});

/** What the control API needs besides the emulator itself. */
export interface ControlOptions {
  emulator: Emulator;
  /** Host names under which the API answers; the port must match as well. */
  hostNames: string[];
  /** Back to the state of the seeds. */
  reset: () => Promise<void>;
}

/**
 * The control API, mounted at `/_emulator`. It answers only requests that address the emulator by
 * one of its own names and that no web page has sent: a page that a developer happens to visit must
 * not be able to drive the emulator.
 */
export function createControlRouter({
  emulator,
  hostNames,
  reset,
}: ControlOptions): Router {
  const router = express.Router();
  router.use((request, response, next) => {
    if (isForeign(request, hostNames)) {
      response
        .status(403)
        .json({ error: 'Requests from other hosts or origins are refused' });
      return;
    }
    next();
  });
  router.use(express.json({ limit: '100kb' }));

  router.get('/health', (_, response) => {
    response.json({ status: 'ok', now: emulator.parts.clock.now() });
  });
  router.post('/clock/advance', (request, response) => {
    const { seconds } = advanceSchema.parse(request.body);
    emulator.parts.clock.advance(seconds);
    emulator.settle();
    emulator.changed();
    response.json({ now: emulator.parts.clock.now() });
  });
  router.get('/faults', (_, response) => {
    response.json(emulator.faults.list());
  });
  router.post('/faults', (request, response) => {
    emulator.faults.add(faultSchema.parse(request.body));
    response.status(201).json(emulator.faults.list());
  });
  router.delete('/faults', (_, response) => {
    emulator.faults.clear();
    response.status(204).end();
  });
  router.post('/reset', async (_, response) => {
    await reset();
    response.status(204).end();
  });
  router.get('/calls', (request, response) => {
    response.json({
      counts: emulator.calls.counts(),
      ...(request.query.log !== undefined && { log: emulator.calls.list() }),
    });
  });
  router.delete('/calls', (_, response) => {
    emulator.calls.clear();
    response.status(204).end();
  });
  router.get('/engine/workflows', (_, response) => {
    response.json(emulator.engine.workflows());
  });
  router.get('/state', (_, response) => {
    emulator.settle();
    const { accounts } = emulator.parts.world.toData();
    response.json({ now: emulator.parts.clock.now(), accounts });
  });
  router.use((_, response) => {
    response.status(404).json({ error: 'Not found' });
  });
  router.use(
    (error: unknown, _: Request, response: Response, next: NextFunction) => {
      if (error instanceof z.ZodError) {
        response.status(400).json({ error: z.prettifyError(error) });
      } else if (isBodyError(error)) {
        response.status(400).json({ error: error.message });
      } else {
        next(error);
      }
    },
  );
  return router;
}

function isForeign(request: Request, hostNames: string[]): boolean {
  const own = hostNames.map(
    hostName => `${hostName}:${request.socket.localPort}`,
  );
  const { host, origin } = request.headers;
  return (
    host === undefined ||
    !own.includes(host) ||
    (origin !== undefined &&
      !own.some(address => origin === `http://${address}`))
  );
}

/** What express's own body parser throws. */
function isBodyError(error: unknown): error is Error & { status: number } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'status' in error &&
    'expose' in error
  );
}
