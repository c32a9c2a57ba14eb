import type { Connection } from "../connection/connection.js";
import { TickgateError } from "../errors.js";
import type { ChannelsSet } from "../protocol/answers.js";
import type { AnyPublication } from "../protocol/publications.js";
import type { ErrorMessage, Lag, SnapshotPage } from "../protocol/unasked.js";
import { Acker } from "./acker.js";
import { carrierOf, mayBeThinned, topicOf } from "./channels.js";
import { requireOptions } from "./options.js";
import { type Receipt, Receipts } from "./receipts.js";
import { Routes } from "./routes.js";
import type { Subscription, SubscriptionHost } from "./subscription.js";
import { changeList } from "./watch-list.js";
import { Wire } from "./wire.js";

/** All subscriptions of a client: hands what comes to whom it is for, and has the wire say what is wanted. */
export class Subscriptions implements SubscriptionHost {
  readonly #routes = new Routes();
  readonly #wire = new Wire(
    this.#routes,
    (channel, error) => this.drop(channel, error.code, error),
    () => this.#suspend(),
  );
  readonly #acker = new Acker((channel, offset) => this.live?.send({ type: "ack", channel, offset }));
  readonly #receipts = new Receipts((channel, offset) => this.#onHandled(channel, offset));
  /** Of the publication that is being handed around. */
  #receipt: Receipt | undefined;
  /** States come thinned out on this connection, as its `set_limits` says. */
  #thinned = false;
  #changes: Promise<unknown> = Promise.resolve();

  /** @param told hears what any of them tells */
  constructor(readonly told: SubscriptionHost["told"]) {}

  /** The connection whose publications count. */
  get live(): Connection | undefined {
    return this.#wire.live;
  }

  /** @throws TickgateError `invalid_argument`, `options_conflict` */
  add(subscription: Subscription): void {
    requireOptions(subscription.options, subscription.channels);
    this.#routes.add(subscription, subscription.channels);
    this.#wire.begin(subscription, subscription.channels);
  }

  unsubscribe(subscription: Subscription): Promise<void> {
    if (subscription.state === "ended") {
      return Promise.resolve();
    }
    subscription.finish();
    const left = subscription.channels.filter((channel) => this.#routes.remove(subscription, channel));
    const connection = this.live;
    for (const channel of left) {
      this.#receipts.forget(channel);
    }
    if (!connection || left.length === 0) {
      return Promise.resolve();
    }
    // What is left cannot be acknowledged any more.
    this.#acker.flush();
    return new Promise((resolve, reject) =>
      connection.request(
        { type: "unsubscribe", channels: left },
        () => resolve(),
        // A connection that is gone has no subscriptions.
        (error) => (error.code === "connection_lost" ? resolve() : reject(error)),
      ),
    );
  }

  /** One after the other: each says all that is subscribed of the family. */
  setChannels(subscription: Subscription, channels: string[]): Promise<ChannelsSet | undefined> {
    const change = this.#changes.then(() => {
      this.#acker.flush();
      return changeList(this.#routes, this.#wire, subscription, [...new Set(channels)]);
    });
    this.#changes = change.catch(() => {});
    return change;
  }

  acknowledge(channel: string, offset: number): void {
    this.#acker.add(channel, offset);
  }

  receipt(channel: string, offset: number): Receipt {
    return (this.#receipt ??= this.#receipts.open(channel, offset));
  }

  isChecked(channel: string): boolean {
    return this.#routes.isGapless(channel) && !(this.#thinned && mayBeThinned(channel));
  }

  /** @param thinned whether `max_hz` is granted to the whole connection */
  limited(thinned: boolean): void {
    if (this.#thinned && !thinned) {
      for (const subscription of this.#routes.subscriptions()) {
        subscription.loosen();
      }
    }
    this.#thinned = thinned;
  }

  /** @param token of the connection before */
  moveTo(connection: Connection, token: string | undefined): void {
    this.#wire.moveTo(connection, token);
  }

  /** The connection is gone. */
  lost(connection: Connection): void {
    if (this.live === connection) {
      this.#wire.leave();
      this.#suspend();
    }
  }

  /** The client is closed. */
  finish(error: TickgateError): void {
    this.#wire.leave();
    this.#acker.clear();
    this.#receipts.clear();
    for (const subscription of this.#routes.subscriptions()) {
      subscription.finish(error);
    }
  }

  publish(message: AnyPublication): void {
    const channel = topicOf(message);
    if (channel === undefined) {
      return;
    }
    try {
      this.#routes.each(channel, (subscription) => subscription.receive(message, channel));
      if (!this.#receipt && message.offset !== undefined) {
        this.#receipts.repeat(channel, message.offset);
      }
    } finally {
      this.#receipt?.release();
      this.#receipt = undefined;
    }
  }

  snapshot(page: SnapshotPage): void {
    for (const { channel, offset, message } of page.items) {
      this.#routes.each(channel, (subscription) => subscription.receiveItem(message, channel, offset));
    }
  }

  lag(lag: Lag): void {
    this.#routes.each(lag.channel, (subscription) => subscription.lag(lag));
  }

  /** @param error where it was a right that ended */
  drop(channel: string, reason: string, error?: TickgateError): void {
    this.#acker.forget(channel);
    this.#receipts.forget(channel);
    for (const subscription of this.#routes.removeAll(channel)) {
      subscription.drop(channel, reason, error);
    }
  }

  /** An error that answers no command may end a subscription. @returns whether it did */
  onError(message: ErrorMessage): boolean {
    if (message.code !== "forbidden" || message.channel === undefined || !this.#routes.get(message.channel)) {
      return false;
    }
    this.drop(message.channel, message.code, TickgateError.of(message));
    return true;
  }

  /** What was left meanwhile is nobody's business any more. */
  #onHandled(channel: string, offset: number): void {
    const carrier = carrierOf(channel);
    if (this.#routes.get(channel) ?? (carrier === undefined ? undefined : this.#routes.get(carrier))) {
      this.#acker.add(channel, offset);
    }
  }

  #suspend(): void {
    this.#acker.clear();
    this.#receipts.clear();
    for (const subscription of this.#routes.subscriptions()) {
      subscription.suspend();
    }
  }
}
