import type { Connection } from "../connection/connection.js";
import { requireThat, TickgateError } from "../errors.js";
import type { ChannelLine, ChannelsSet, SubscriptionConfirmed } from "../protocol/answers.js";
import type { ChannelRequest } from "../protocol/commands.js";
import type { AnyPublication } from "../protocol/publications.js";
import type { ErrorMessage, Lag, SnapshotPage } from "../protocol/unasked.js";
import { Acker } from "./acker.js";
import { familyOf, isMember, isOwn, mayBeThinned, NOTIFICATIONS, topicOf } from "./channels.js";
import { requireOptions, wireOptions } from "./options.js";
import { beginning, linesOf, returning } from "./requested.js";
import { type Route, Routes } from "./routes.js";
import type { Subscription, SubscriptionHost } from "./subscription.js";

const LINES_MAX = 500;
const RETRY_MS = 1000;
const TRANSIENT = new Set(["rate_limited", "unavailable", "internal_error", "timeout", "too_many_pending"]);

/** All subscriptions of a client, and what they mean on the connection that lives. */
export class Subscriptions implements SubscriptionHost {
  readonly #routes = new Routes();
  readonly #acker = new Acker((channel, offset) => this.#live?.send({ type: "ack", channel, offset }));
  #live: Connection | undefined;
  /** States come thinned out on this connection, as its `set_limits` says. */
  #thinned = false;
  #changes: Promise<unknown> = Promise.resolve();

  /** @param told hears what any of them tells */
  constructor(readonly told: SubscriptionHost["told"]) {}

  /** The connection whose publications count. */
  get live(): Connection | undefined {
    return this.#live;
  }

  /** @throws TickgateError `invalid_argument`, `options_conflict` */
  add(subscription: Subscription): void {
    requireOptions(subscription.options, subscription.channels);
    this.#routes.add(subscription, subscription.channels);
    this.#begin(subscription, subscription.channels);
  }

  async unsubscribe(subscription: Subscription): Promise<void> {
    if (subscription.state === "ended") {
      return;
    }
    subscription.finish();
    const left = subscription.channels.filter((channel) => this.#routes.remove(subscription, channel));
    const connection = this.#live;
    if (connection && left.length > 0) {
      await new Promise<void>((resolve, reject) =>
        connection.request({ type: "unsubscribe", channels: left }, () => resolve(), reject),
      ).catch((error: TickgateError) => {
        // A connection that is gone has no subscriptions.
        if (error.code !== "connection_lost") {
          throw error;
        }
      });
    }
  }

  /** One after the other: each says all that is subscribed of the family. */
  setChannels(subscription: Subscription, channels: string[]): Promise<ChannelsSet | undefined> {
    const change = this.#changes.then(() => this.#setChannels(subscription, channels));
    this.#changes = change.catch(() => {});
    return change;
  }

  acknowledge(channel: string, offset: number): void {
    this.#acker.add(channel, offset);
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

  /**
   * Brings everything back on another connection. While there still is one, its publications count until the other one answers.
   *
   * @param token of the connection before
   */
  moveTo(connection: Connection, token: string | undefined): void {
    const known = this.#routes.all().filter(isKnown);
    if (known.length === 0) {
      this.#switchTo(connection);
      this.#beginUnknown();
    } else if (token === undefined) {
      this.#switchTo(connection);
      this.#returnSingly(known);
    } else {
      this.#resume(connection, token, known);
    }
  }

  /** The connection is gone. */
  lost(connection: Connection): void {
    if (this.#live === connection) {
      this.#live = undefined;
      this.#acker.clear();
      for (const subscription of this.#routes.subscriptions()) {
        subscription.suspend();
      }
    }
  }

  /** The client is closed. */
  finish(error: TickgateError | undefined): void {
    this.#live = undefined;
    this.#acker.clear();
    for (const subscription of this.#routes.subscriptions()) {
      subscription.finish(error);
    }
  }

  publish(message: AnyPublication): void {
    const channel = topicOf(message);
    if (channel !== undefined) {
      this.#routes.each(channel, (subscription) => subscription.receive(message, channel));
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

  #switchTo(connection: Connection): void {
    if (this.#live !== connection) {
      this.#live = connection;
      this.#acker.clear();
      for (const subscription of this.#routes.subscriptions()) {
        subscription.suspend();
      }
      for (const route of this.#routes.all()) {
        route.line = undefined;
      }
    }
  }

  /** Who was not confirmed before begins as if the client were new. */
  #beginUnknown(): void {
    for (const subscription of this.#routes.subscriptions()) {
      const unknown = subscription.channels.filter((channel) => !subscription.isKnown(channel));
      if (unknown.length > 0) {
        this.#begin(subscription, unknown);
      }
    }
  }

  #begin(subscription: Subscription, channels: string[]): void {
    const connection = this.#live;
    if (!connection || subscription.state === "ended") {
      return;
    }
    connection.request(
      beginning(subscription, channels),
      (answer) => this.#live === connection && this.#confirm(linesOf(answer as SubscriptionConfirmed), subscription),
      (error) =>
        this.#refused(connection, error, () => this.#begin(subscription, channels), () => {
          for (const channel of channels) {
            this.#routes.remove(subscription, channel);
            subscription.drop(channel, error.code, error);
          }
        }),
    );
  }

  #resume(connection: Connection, token: string, routes: Route[]): void {
    const [first, ...others] = chunks(connection, token, routes.map(returning));
    const singly = () => {
      this.#switchTo(connection);
      this.#returnSingly(routes);
    };
    const next = (lines: ChannelRequest[], rest: ChannelRequest[][], failed: () => void) =>
      connection.request(
        { type: "resume", token, subscriptions: lines },
        (answer) => {
          this.#switchTo(connection);
          this.#confirm(answer.channels);
          const [following, ...later] = rest;
          if (following) {
            next(following, later, () => this.#returnSingly(this.#routes.all().filter(isMissing)));
          } else {
            this.#returnSingly(this.#routes.all().filter(isMissing));
          }
        },
        (error) => (error.code === "connection_lost" ? undefined : failed()),
      );
    next(first ?? [], others, singly);
  }

  /** Where a whole resume is refused, each channel is told by itself what it has to hear. */
  #returnSingly(routes: Route[]): void {
    for (const route of routes) {
      this.#return(route);
    }
    this.#beginUnknown();
  }

  #return(route: Route): void {
    const connection = this.#live;
    if (!connection || this.#routes.get(route.channel) !== route) {
      return;
    }
    connection.request(
      { type: "subscribe", ...returning(route) },
      (answer) => this.#live === connection && this.#confirm(linesOf(answer)),
      (error) =>
        this.#refused(connection, error, () => this.#return(route), () => this.drop(route.channel, error.code, error)),
    );
  }

  /** Tries again what may go better later, on the same connection; on another one everything is asked for anyway. */
  #refused(connection: Connection, error: TickgateError, again: () => void, end: () => void): void {
    if (this.#live !== connection || error.code === "connection_lost") {
      return;
    }
    if (TRANSIENT.has(error.code)) {
      setTimeout(() => this.#live === connection && again(), (error.retryAfter ?? 0) * 1000 + RETRY_MS * Math.random());
    } else {
      end();
    }
  }

  /** @param only whom it is for; else for all who were known before */
  #confirm(lines: ChannelLine[], only?: Subscription): void {
    for (const line of lines) {
      const route = this.#routes.get(isOwn(line.channel) ? NOTIFICATIONS : line.channel);
      if (!route) {
        // It was left while it came back.
        this.#live?.send({ type: "unsubscribe", channel: line.channel });
        continue;
      }
      if (route.channel === line.channel) {
        route.line = line;
      }
      for (const subscription of route.subscriptions) {
        if (only ? subscription === only : subscription.isKnown(route.channel)) {
          subscription.confirm(line);
        }
      }
    }
  }

  async #setChannels(subscription: Subscription, channels: string[]): Promise<ChannelsSet | undefined> {
    const [sample] = [...channels, ...subscription.channels];
    requireThat(sample !== undefined && subscription.state !== "ended", "setChannels: the subscription has ended");
    const family = familyOf(sample);
    const isOf = (channel: string) => isMember(channel) && familyOf(channel) === family;
    requireThat(channels.length > 0, "setChannels: at least one name; unsubscribe() leaves all");
    requireThat([...channels, ...subscription.channels].every(isOf), `setChannels: only members of ${family}`);
    requireOptions({ ...subscription.options }, channels);
    const kept = new Set(subscription.channels);
    const added = channels.filter((channel) => !kept.has(channel));
    const connection = this.#live;
    const others = this.#routes
      .membersOf(family)
      .filter(({ subscriptions }) => [...subscriptions].some((other) => other !== subscription))
      .map(({ channel }) => channel);
    this.#routes.add(subscription, added);
    const answered = (told?: ChannelsSet) => {
      const answer = this.#live === connection ? told : undefined;
      for (const channel of subscription.channels) {
        if (!channels.includes(channel)) {
          this.#routes.remove(subscription, channel);
        }
      }
      subscription.replaceChannels(channels);
      if (answer) {
        const fresh = new Set(answer.added.map(({ channel }) => channel));
        for (const channel of added.filter((name) => !fresh.has(name))) {
          const line = this.#routes.get(channel)?.line;
          if (line) subscription.join(line);
        }
        this.#confirm(answer.added, subscription);
      }
      if (told && !answer) {
        this.#begin(subscription, added);
      }
      return told;
    };
    if (!connection) {
      return answered();
    }
    const { options } = subscription;
    return new Promise((resolve, reject) =>
      connection.request(
        {
          type: "set_channels",
          family,
          channels: [...new Set([...others, ...channels])],
          options: wireOptions(options),
          ...(options.ack ? { ack: true } : undefined),
        },
        (answer) => resolve(answered(answer)),
        (error) => {
          if (error.code === "connection_lost") {
            // The next connection is told what is wanted now.
            resolve(answered());
            return;
          }
          for (const channel of added) {
            this.#routes.remove(subscription, channel);
          }
          reject(error);
        },
      ),
    );
  }
}

/** Whether it was followed on an earlier connection, and so has a position. */
function isKnown({ channel, subscriptions }: Route): boolean {
  return [...subscriptions].some((subscription) => subscription.isKnown(channel));
}

function isMissing(route: Route): boolean {
  return !route.line && isKnown(route);
}

/** Lines that fit into one message each, in the order they came. */
function chunks(connection: Connection, token: string, lines: ChannelRequest[]): ChannelRequest[][] {
  const bytesMax = connection.welcome?.max_message_bytes ?? 0;
  const fits =
    lines.length <= LINES_MAX &&
    // A character takes up to three bytes in UTF-8.
    connection.sizeOf({ type: "resume", token, subscriptions: lines }) * 3 + 32 <= bytesMax;
  if (fits || lines.length <= 1) {
    return [lines];
  }
  const half = lines.length >> 1;
  return [...chunks(connection, token, lines.slice(0, half)), ...chunks(connection, token, lines.slice(half))];
}
