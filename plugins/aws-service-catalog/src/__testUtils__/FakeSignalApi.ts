import type { SignalApi } from '@backstage/plugin-signals-react';
import type { JsonObject } from '@backstage/types';

/** Signals that a test sends by hand. */
export class FakeSignalApi implements SignalApi {
  private readonly subscriptions = new Set<{
    channel: string;
    onMessage(message: JsonObject): void;
  }>();

  subscribe<TMessage extends JsonObject = JsonObject>(
    channel: string,
    onMessage: (message: TMessage) => void,
  ) {
    const subscription = {
      channel,
      onMessage: (message: JsonObject) => onMessage(message as TMessage),
    };
    this.subscriptions.add(subscription);
    return {
      unsubscribe: () => {
        this.subscriptions.delete(subscription);
      },
    };
  }

  /** Sends a message to everybody who listens. */
  send(channel: string, message: JsonObject): void {
    for (const subscription of this.subscriptions) {
      if (subscription.channel === channel) {
        subscription.onMessage(message);
      }
    }
  }

  /** How many listen. */
  get listeners(): number {
    return this.subscriptions.size;
  }
}
