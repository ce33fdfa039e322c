import { isError } from '@backstage/errors';
import { useCallback, useEffect, useState } from 'react';

/** Pause before the first look again at something under way, in milliseconds. */
const FIRST_PAUSE_MS = 2_000;
/** Pause that polling grows to while nothing changes, in milliseconds. */
const LONGEST_PAUSE_MS = 30_000;
const PAUSE_GROWTH = 1.5;

/** How to tell when to stop looking and when something changed. */
export type LiveRules<T> = {
  /** Whether nothing more happens by itself, so that looking again is pointless. */
  isSettled(value: T): boolean;
  /** Equal as long as nothing changed that a reader would notice. */
  fingerprint(value: T): string;
};

/** A value as it is now. */
export type Live<T> = {
  /** Undefined until the first answer. */
  value?: T;
  /** Why the last look failed; a value seen before stays. */
  error?: Error;
  /** Takes a newer value, the answer to an action, and follows it from there. */
  show(value: T): void;
  /** Looks now. */
  refresh(): void;
};

/** Whether asking again could not change the answer: malformed, refused or unknown. */
function isHopeless(error: unknown): boolean {
  return (
    isError(error) &&
    typeof error.statusCode === 'number' &&
    [400, 401, 403, 404].includes(error.statusCode)
  );
}

/**
 * Loads a value and looks at it again until it is settled. The pause between looks grows while nothing changes and starts
 * over when something does.
 *
 * @param load - loads it; a new function means another value, which starts from nothing
 * @param rules - the same object every time
 */
export function useLive<T>(
  load: (signal: AbortSignal) => Promise<T>,
  rules: LiveRules<T>,
): Live<T> {
  type Seen = { load: typeof load; value?: T; error?: Error };
  const [seen, setSeen] = useState<Seen>({ load });
  const [round, setRound] = useState(0);
  const refresh = useCallback(() => setRound(previous => previous + 1), []);
  const show = useCallback(
    (value: T) => {
      setSeen({ load, value });
      refresh();
    },
    [load, refresh],
  );

  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = FIRST_PAUSE_MS;
    let last: string | undefined;

    async function look() {
      try {
        const value = await load(controller.signal);
        if (controller.signal.aborted) {
          return;
        }
        setSeen({ load, value });
        if (rules.isSettled(value)) {
          return;
        }
        const current = rules.fingerprint(value);
        pause =
          current === last
            ? Math.min(pause * PAUSE_GROWTH, LONGEST_PAUSE_MS)
            : FIRST_PAUSE_MS;
        last = current;
      } catch (error) {
        if (controller.signal.aborted) {
          return;
        }
        setSeen(previous => ({
          load,
          value: previous.load === load ? previous.value : undefined,
          error: error instanceof Error ? error : new Error(String(error)),
        }));
        if (isHopeless(error)) {
          return;
        }
        pause = Math.min(pause * PAUSE_GROWTH, LONGEST_PAUSE_MS);
      }
      timer = setTimeout(look, pause);
    }

    look();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [load, rules, round]);

  const current = seen.load === load ? seen : undefined;
  return { value: current?.value, error: current?.error, show, refresh };
}
