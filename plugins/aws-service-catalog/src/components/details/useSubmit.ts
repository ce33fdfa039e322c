import {
  FieldError,
  getFieldErrors,
} from 'backstage-plugin-aws-service-catalog-common';
import { useEffect, useRef, useState } from 'react';

/** One attempt at a time to change something in the backend. */
export type Submit<TResult> = {
  isPending: boolean;
  /** Why the last attempt was refused; undefined once another one begins. */
  error?: unknown;
  submit(change: () => Promise<TResult>): Promise<void>;
};

/**
 * Runs a change and hands its answer on; a second press while one runs does nothing.
 *
 * @param onDone - gets the answer, unless the component is gone by then
 * @param onRefused - gets the fields that the backend refused, if it named any
 */
export function useSubmit<TResult>(
  onDone: (result: TResult) => void,
  onRefused?: (fields: FieldError[]) => void,
): Submit<TResult> {
  const [state, setState] = useState<{ isPending: boolean; error?: unknown }>({
    isPending: false,
  });
  const running = useRef(false);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const submit = async (change: () => Promise<TResult>) => {
    if (running.current) {
      return;
    }
    running.current = true;
    setState({ isPending: true });
    try {
      const result = await change();
      if (mounted.current) {
        setState({ isPending: false });
        onDone(result);
      }
    } catch (error) {
      if (mounted.current) {
        setState({ isPending: false, error });
        onRefused?.(getFieldErrors(error));
      }
    } finally {
      running.current = false;
    }
  };

  return { ...state, submit };
}
