import type { ChannelsSet } from "../protocol/answers.js";
import type { AnyPublication } from "../protocol/publications.js";
import type { SubscriptionEvents } from "../subscription/events.js";
import { Feed } from "../subscription/feed.js";
import type { Handler, SubscribeOptions } from "../subscription/options.js";
import { revived, type ToTab } from "./messages.js";

/** How a subscription reaches the worker. */
interface Wire {
  ack(channel: string, offset: number): void;
  setChannels(channels: string[]): Promise<ChannelsSet | undefined>;
  unsubscribe(): Promise<void>;
  told<E extends keyof SubscriptionEvents>(event: E, value: SubscriptionEvents[E]): void;
}

/** What a tab follows on the connection of all tabs. */
export class TabSubscription<M extends AnyPublication = AnyPublication> extends Feed<M> {
  #channels: string[];

  /** @internal */
  constructor(
    channels: string[],
    options: SubscribeOptions,
    handler: Handler<M> | undefined,
    readonly chart: { symbol: string; history: number } | undefined,
    private readonly wire: Wire,
  ) {
    super(options, handler);
    this.#channels = channels;
  }

  /** What is subscribed now. */
  get channels(): string[] {
    return this.#channels;
  }

  /** Nothing is delivered from this call on. */
  unsubscribe(): Promise<void> {
    if (this.state === "ended") {
      return Promise.resolve();
    }
    this.finish();
    return this.wire.unsubscribe();
  }

  /** As `Subscription.setChannels`. */
  async setChannels(channels: string[]): Promise<ChannelsSet | undefined> {
    const answer = await this.wire.setChannels(channels);
    this.#channels = channels;
    return answer;
  }

  /** With `ack: "manual"`: everything of the channel up to the offset is done with. */
  ack(channel: string, offset: number): void {
    this.wire.ack(channel, offset);
  }

  /** @internal */
  become({ state, channels, error }: ToTab & { ev: "subscription" }): void {
    this.#channels = channels;
    if (state === "ended") {
      this.finish(error && revived(error));
    } else {
      this.moveTo(state);
    }
  }

  protected override told<E extends keyof SubscriptionEvents>(event: E, value: SubscriptionEvents[E]): void {
    this.wire.told(event, value);
  }
}
