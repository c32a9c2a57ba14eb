import type { ChannelLine } from "../protocol/answers.js";
import { TickgateError } from "../errors.js";
import { carrierOf, familyOf, isMember } from "./channels.js";
import { sameTerms } from "./options.js";
import type { Subscription } from "./subscription.js";

/** What is subscribed under one name on the wire, and for whom. */
export interface Route {
  readonly channel: string;
  readonly subscriptions: Set<Subscription>;
  /** The confirmation on the connection that lives. */
  line: ChannelLine | undefined;
}

/** Which subscriptions a channel reaches. */
export class Routes {
  readonly #routes = new Map<string, Route>();

  get(channel: string): Route | undefined {
    return this.#routes.get(channel);
  }

  /** Members first: who comes back by its family would be told `already_subscribed`. */
  all(): Route[] {
    return [...this.#routes.values()].sort((a, b) => Number(isMember(b.channel)) - Number(isMember(a.channel)));
  }

  subscriptions(): Set<Subscription> {
    return new Set([...this.#routes.values()].flatMap((route) => [...route.subscriptions]));
  }

  /** Members of the family that somebody else follows, too. */
  followedByOthers(subscription: Subscription, family: string): string[] {
    return [...this.#routes.values()]
      .filter(({ channel }) => isMember(channel) && familyOf(channel) === family)
      .filter(({ subscriptions }) => subscriptions.size > Number(subscriptions.has(subscription)))
      .map(({ channel }) => channel);
  }

  /** @throws TickgateError `options_conflict` where somebody follows one of the channels on other terms; nothing is added then */
  add(subscription: Subscription, channels: string[]): void {
    for (const channel of channels) {
      for (const other of this.#routes.get(channel)?.subscriptions ?? []) {
        if (!sameTerms(other.options, subscription.options)) {
          throw new TickgateError("options_conflict", `${channel} is subscribed with other options`);
        }
      }
    }
    for (const channel of channels) {
      let route = this.#routes.get(channel);
      if (!route) {
        this.#routes.set(channel, (route = { channel, subscriptions: new Set(), line: undefined }));
      }
      route.subscriptions.add(subscription);
    }
  }

  /** @returns whether nobody follows the channel any more */
  remove(subscription: Subscription, channel: string): boolean {
    const route = this.#routes.get(channel);
    route?.subscriptions.delete(subscription);
    return !!route && route.subscriptions.size === 0 && this.#routes.delete(channel);
  }

  removeAll(channel: string): Subscription[] {
    const route = this.#routes.get(channel);
    this.#routes.delete(channel);
    return [...(route?.subscriptions ?? [])];
  }

  /** Calls back for each that follows the channel, by its own name or its family's, once. */
  each(channel: string, callback: (subscription: Subscription) => void): void {
    const own = this.#routes.get(channel)?.subscriptions;
    const carrier = carrierOf(channel);
    const carried = carrier === undefined ? undefined : this.#routes.get(carrier)?.subscriptions;
    for (const subscription of own ?? []) {
      callback(subscription);
    }
    for (const subscription of carried ?? []) {
      if (!own?.has(subscription)) {
        callback(subscription);
      }
    }
  }

  /** Whether every publication of the channel comes; while a family is subscribed its terms hold for its members. */
  isGapless(channel: string): boolean {
    const carrier = carrierOf(channel);
    const line = (carrier === undefined ? undefined : this.#routes.get(carrier)?.line) ?? this.#routes.get(channel)?.line;
    return !!line?.granted?.gapless;
  }
}
