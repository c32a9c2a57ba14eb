import type { TickgateError } from "../errors.js";
import type { Lag } from "../protocol/unasked.js";
import type { Granted, LossReason } from "../protocol/values.js";

/** Why a gap is told. */
export type GapReason =
  | LossReason
  /** A hole in the offsets that no `lag` tells of. */
  | "hole"
  /** A family was away: nobody can say what its members have missed. */
  | "family"
  /** An iterator was too slow. */
  | "buffer_overflow"
  /** The gateway says so without a reason that is known. */
  | (string & {});

/** Publications that will not come. */
export interface Gap {
  channel: string;
  reason: GapReason;
  /** The first and the last that is missing; undefined where nobody can say. */
  from?: number;
  to?: number;
}

/** One channel of a subscription begins, or goes on after a reconnect. */
export interface Subscribed {
  channel: string;
  epoch: string;
  /** What comes live is above it. */
  offset: number;
  /** After a reconnect, or with `since`: whether nothing was missed. Undefined where nothing was asked for. */
  recovered: boolean | undefined;
  /** Whether a hole in the offsets is a loss, and told as a gap. */
  gapless: boolean;
  granted: Granted;
}

/** One channel of a subscription has ended by itself. */
export interface Ended {
  channel: string;
  /** `operator`, or the code of the error that the gateway answered. */
  reason: string;
}

/** What a subscription tells beside its publications. */
export interface SubscriptionEvents {
  subscribed: Subscribed;
  gap: Gap;
  lag: Lag;
  unsubscribed: Ended;
  error: TickgateError;
}
