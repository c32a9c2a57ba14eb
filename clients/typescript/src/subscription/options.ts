import { requireThat } from "../errors.js";
import type { AnyPublication } from "../protocol/publications.js";
import type { Filter, Position, Rewind, WireOptions } from "../protocol/values.js";

/** What a subscription asks for. */
export interface SubscribeOptions {
  /** The newest value first, then what changes it; after a loss, too. Default false. */
  snapshot?: boolean;
  /** So much of the past first, once. Not with `since` or `snapshot`. */
  rewind?: Rewind;
  /** Each channel at most so often a second, above 0, at most 1000; the gateway grants the next lower of its classes. Not with `ack`. */
  maxHz?: number;
  /** With `maxHz`: each publication says in `update_count` for how many it stands. */
  counts?: boolean;
  /** Which publications. */
  filter?: Filter;
  /** A part of each message that the operator has defined. */
  view?: string;
  /** Where an earlier client stopped reading; one channel only. */
  since?: Position;
  /** `true`: what is done with is acknowledged by itself: when the handler has returned and its promise is resolved, when an iterator is asked for the next one, and nothing ahead of what came before it. `"manual"`: call `ack`. What is not acknowledged within 5 s comes again, three times; the SDK drops the repetition. */
  ack?: boolean | "manual";
  /** Publications that wait in each iterator, 1 to 1,000,000. Default 1000. */
  bufferMax?: number;
  /** What an iterator does whose buffer is full: leaves out the oldest and tells a gap `buffer_overflow`, or ends with that error. Default `"drop-oldest"`. */
  overflow?: "drop-oldest" | "error";
}

/** What came, and where. */
export interface Delivery {
  /** Where it was published; for a family, the member. */
  channel: string;
  /** Undefined where it was made for this client alone, such as the points of a chart. */
  offset: number | undefined;
  /** It comes from the past: a snapshot, a rewind. What was missed and is recovered is not past. */
  past: boolean;
}

/** Takes publications in their order; no promise is waited for. What it throws, or its promise rejects with, is told as an error `handler` and stops nothing. */
export type Handler<M extends AnyPublication> = (publication: M, delivery: Delivery) => unknown;

/** Options as the wire has them. Always sent: only then does the confirmation say what is `gapless`. */
export function wireOptions(options: SubscribeOptions): WireOptions {
  const wire: WireOptions = {};
  const { snapshot, rewind, maxHz, counts, filter, view } = options;
  if (snapshot) wire.snapshot = true;
  if (rewind) wire.rewind = rewind;
  if (maxHz !== undefined) wire.max_hz = maxHz;
  if (counts) wire.counts = true;
  if (filter) wire.filter = filter;
  if (view !== undefined) wire.view = view;
  return wire;
}

/** The options of a subscription that comes back: the past that it had is not asked for again. */
export function returningOptions(options: SubscribeOptions): WireOptions {
  const { rewind: _, ...wire } = wireOptions(options);
  return wire;
}

/** Two subscriptions share a channel on the wire when they say the same. */
export function sameTerms(a: SubscribeOptions, b: SubscribeOptions): boolean {
  return termsOf(a) === termsOf(b);
}

function termsOf(options: SubscribeOptions): string {
  const { maxHz, counts, filter, view, ack } = options;
  return JSON.stringify([maxHz, !!counts, filter, view, !!ack]);
}

export function requireOptions(options: SubscribeOptions, channels: string[]): void {
  const { bufferMax = 1, since, rewind, snapshot, maxHz, ack } = options;
  requireThat(channels.length > 0 && channels.length <= 500, "channels: 1 to 500 names");
  requireThat(Number.isInteger(bufferMax) && bufferMax >= 1 && bufferMax <= 1e6, "bufferMax: 1 to 1000000");
  requireThat(!since || channels.length === 1, "since: goes with one channel");
  requireThat(!rewind || !(since || snapshot), "rewind: not with since or snapshot");
  requireThat(maxHz === undefined || !ack, "maxHz: not with ack");
}
