import type { TickgateError } from "../errors.js";
import type { ChannelLine, ChannelsSet } from "../protocol/answers.js";
import type { AnyPublication } from "../protocol/publications.js";
import type { Lag } from "../protocol/unasked.js";
import type { Granted, Position } from "../protocol/values.js";
import { bringsMembers, carrierOf, isMember, isOwn, NOTIFICATIONS } from "./channels.js";
import { Cursor } from "./cursor.js";
import type { SubscriptionEvents } from "./events.js";
import { Feed } from "./feed.js";
import type { Handler, SubscribeOptions } from "./options.js";
import type { Receipt } from "./receipts.js";

/** Members of families whose offsets are remembered; of one that was forgotten the next publication is where it begins. */
const CURSORS_MAX = 100_000;

/** What a subscription needs of its client. */
export interface SubscriptionHost {
  unsubscribe(subscription: Subscription): Promise<void>;
  setChannels(subscription: Subscription, channels: string[]): Promise<ChannelsSet | undefined>;
  acknowledge(channel: string, offset: number): void;
  /** Of the publication that is being handed around; it is acknowledged when all who took the receipt are done with it. */
  receipt(channel: string, offset: number): Receipt;
  /** Whether a hole in this channel is a loss, whatever was confirmed for the subscription. */
  isChecked(channel: string): boolean;
  told<E extends keyof SubscriptionEvents>(event: E, value: SubscriptionEvents[E]): void;
}

/** One or more channels that somebody follows, across reconnects. */
export class Subscription<M extends AnyPublication = AnyPublication> extends Feed<M> {
  readonly #channels: Set<string>;
  /** The confirmations of the connection that lives, by the channel that was subscribed. */
  readonly #lines = new Map<string, ChannelLine>();
  readonly #cursors = new Map<string, Cursor>();
  /** Channels that were confirmed at least once. */
  readonly #known = new Set<string>();

  /**
   * @internal
   * @param chart the symbol and its newest points, where it began as `subscribeChart`
   */
  constructor(
    private readonly host: SubscriptionHost,
    channels: string[],
    options: SubscribeOptions,
    handler: Handler<M> | undefined,
    readonly chart?: { symbol: string; history: number },
  ) {
    super(options, handler);
    this.#channels = new Set(channels);
    const { since } = options;
    const [only] = channels;
    if (since && only !== undefined) {
      this.#known.add(only);
      this.#cursors.set(only, new Cursor(since.epoch, since.offset));
    }
  }

  /** What is subscribed now. */
  get channels(): string[] {
    return [...this.#channels];
  }

  /** How far a channel, or a member of a family, has been read; to be kept for `since` of another client. */
  position(channel: string): Position | undefined {
    const position = this.#cursors.get(channel)?.position;
    const own = channel === NOTIFICATIONS ? this.#own() : undefined;
    return position && own && own.epoch === position.epoch ? { ...position, user_offset: own.offset } : position;
  }

  /** Ends it. Nothing is delivered from this call on. Resolves when the gateway has confirmed, or at once without a connection. */
  unsubscribe(): Promise<void> {
    return this.host.unsubscribe(this as unknown as Subscription);
  }

  /**
   * Replaces a list of members of one family by another in one step; what stays goes on without a gap.
   *
   * @returns what the gateway answers; undefined without a connection: it holds from the next one on
   */
  setChannels(channels: string[]): Promise<ChannelsSet | undefined> {
    return this.host.setChannels(this as unknown as Subscription, channels);
  }

  /** With `ack: "manual"`: everything of the channel up to the offset is done with. */
  ack(channel: string, offset: number): void {
    this.host.acknowledge(channel, offset);
  }

  /** @internal Whether it was confirmed on an earlier connection, and by what `since` or snapshot it comes back. */
  isKnown(channel: string): boolean {
    return this.#known.has(channel);
  }

  /** @internal Whether the newest values of the members say more than the past of the family's own channel. */
  returnsBySnapshot(channel: string): boolean {
    return bringsMembers(channel) && !!this.options.snapshot;
  }

  /** @internal A channel begins, or goes on on another connection. */
  confirm(line: ChannelLine): void {
    const { channel, epoch, offset, granted = {}, reason } = line;
    const before = this.#cursors.get(channel);
    const known = this.#known.has(channel);
    // Under another epoch nothing can have been recovered, whatever is said.
    const recovered = line.recovered && before?.epoch === epoch;
    if (!recovered) {
      const cursor = new Cursor(epoch, offset);
      cursor.awaits = awaited(granted);
      this.#cursors.set(channel, cursor);
    }
    this.#known.add(channel);
    if (!isOwn(channel)) {
      this.#lines.set(channel, line);
    }
    if (known) {
      this.#tellLoss({ ...line, recovered: !!recovered }, before, line.recovered ? undefined : reason);
    }
    if ([...this.#channels].every((name) => this.#lines.has(name))) {
      this.moveTo("subscribed");
    }
    this.tell("subscribed", {
      channel,
      epoch,
      offset,
      recovered: line.recovered === undefined ? undefined : !!recovered,
      gapless: !!granted.gapless,
      granted,
    });
  }

  /** @internal */
  receive(publication: AnyPublication, channel: string): void {
    const line = this.#lineOf(channel);
    if (!line) {
      return;
    }
    const { offset } = publication;
    let past = offset === undefined;
    if (offset !== undefined) {
      const cursor = this.#cursorOf(channel, line, offset);
      past = offset <= cursor.floor;
      const checked = this.host.isChecked(channel);
      const step = cursor.step(offset, checked);
      if (step === "duplicate") {
        return;
      }
      if (step !== "next") {
        this.tell("gap", { channel, reason: "hole", ...step });
      }
    }
    const receipt = this.options.ack === true && offset !== undefined ? this.host.receipt(channel, offset) : undefined;
    this.hand(publication, { channel, offset, past }, receipt);
  }

  /** @internal One value of a family's snapshot. */
  receiveItem(publication: AnyPublication, channel: string, offset: number | undefined): void {
    const line = this.#lineOf(channel);
    if (!line || (offset !== undefined && offset <= (this.#cursors.get(channel)?.offset ?? -1))) {
      return;
    }
    if (offset !== undefined) {
      const cursor = new Cursor(line.epoch, offset - 1);
      cursor.step(offset, false);
      this.#setCursor(channel, cursor);
    }
    this.hand(publication, { channel, offset, past: true });
  }

  /** @internal */
  lag(lag: Lag): void {
    const { channel, from, to } = lag;
    if (this.#lineOf(channel)) {
      this.#cursors.get(channel)?.excuse(from === undefined || to === undefined ? undefined : { from, to });
      this.tell("lag", lag);
    }
  }

  /** @internal What was left out by wish until now leaves holes behind that are none. */
  loosen(): void {
    for (const cursor of this.#cursors.values()) {
      cursor.loose = true;
    }
  }

  /** @internal The connection is gone. */
  suspend(): void {
    this.#lines.clear();
    this.moveTo("pending");
  }

  /** @internal What a list has become. */
  replaceChannels(channels: string[]): void {
    for (const channel of this.#channels) {
      if (!channels.includes(channel)) {
        this.#forget(channel);
      }
    }
    for (const channel of channels) {
      this.#channels.add(channel);
    }
  }

  /** @internal A channel that another subscription has on the wire already: what comes next is the beginning. */
  join(line: ChannelLine): void {
    this.#lines.set(line.channel, line);
  }

  /** @internal @param error why, where it was not an operator; the last channel ends the subscription */
  drop(channel: string, reason: string, error?: TickgateError): void {
    if (!this.#channels.has(channel)) {
      return;
    }
    this.#forget(channel);
    if (error) {
      this.tell("error", error);
    }
    this.tell("unsubscribed", { channel, reason });
    if (this.#channels.size === 0) {
      this.finish(error);
    }
  }

  protected override told<E extends keyof SubscriptionEvents>(event: E, value: SubscriptionEvents[E]): void {
    this.host.told(event, value);
  }

  #forget(channel: string): void {
    this.#channels.delete(channel);
    this.#lines.delete(channel);
    this.#cursors.delete(channel);
    this.#known.delete(channel);
  }

  /** Of the member that is known longest it is forgotten how far it was read. */
  #setCursor(channel: string, cursor: Cursor): void {
    this.#cursors.delete(channel);
    this.#cursors.set(channel, cursor);
    if (this.#cursors.size > CURSORS_MAX) {
      for (const oldest of this.#cursors.keys()) {
        if (!this.#channels.has(oldest)) {
          this.#cursors.delete(oldest);
          return;
        }
      }
    }
  }

  /** The confirmation that a channel comes by: its own, or its family's. */
  #lineOf(channel: string): ChannelLine | undefined {
    const carrier = carrierOf(channel);
    return this.#lines.get(channel) ?? (carrier === undefined ? undefined : this.#lines.get(carrier));
  }

  #cursorOf(channel: string, line: ChannelLine, offset: number): Cursor {
    let cursor = this.#cursors.get(channel);
    if (!cursor || cursor.epoch !== line.epoch) {
      // Of a member that nothing is known of, what comes is where it begins.
      cursor = new Cursor(line.epoch, offset - 1);
      this.#setCursor(channel, cursor);
    }
    return cursor;
  }

  #own(): Cursor | undefined {
    for (const [channel, cursor] of this.#cursors) {
      if (isOwn(channel)) {
        return cursor;
      }
    }
    return undefined;
  }

  #tellLoss({ channel, epoch, offset, recovered }: ChannelLine & { recovered: boolean }, before: Cursor | undefined, reason: string | undefined): void {
    const sameEpoch = before?.epoch === epoch;
    if (bringsMembers(channel)) {
      this.#loosenMembers(channel, epoch);
      this.tell("gap", { channel, reason: reason ?? (sameEpoch ? "family" : "epoch_changed") });
    } else if (!recovered && !(sameEpoch && before.offset >= offset)) {
      const range = sameEpoch ? { from: before.offset + 1, to: offset } : undefined;
      this.tell("gap", { channel, reason: reason ?? (sameEpoch ? "not_recovered" : "epoch_changed"), ...range });
    }
  }

  #loosenMembers(family: string, epoch: string): void {
    for (const [channel, cursor] of this.#cursors) {
      if (isMember(channel) && carrierOf(channel) === family && !this.#lines.has(channel)) {
        if (cursor.epoch === epoch) {
          cursor.loose = true;
        } else {
          this.#cursors.delete(channel);
        }
      }
    }
  }
}

/** What of the past is on its way behind a confirmation. */
function awaited({ snapshot, rewind }: Granted): Cursor["awaits"] {
  if (snapshot) {
    return "snapshot";
  }
  return rewind && "last" in rewind && rewind.last > 0 ? "rewind" : undefined;
}
