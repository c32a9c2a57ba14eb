/** A moment as the wire writes it: `yyyy-MM-ddTHH:mm:ss.SSSZ`, always UTC. */
export type Time = string;

/** What a command may carry and exactly one answer carries back: 1 to 64 characters, or an int from 0 to 2^53-1. */
export type Id = string | number;

/** JSON values, as publishers write them. */
export type Json = null | boolean | number | string | Json[] | { [field: string]: Json };

/** How urgent a publication is; `HIGH` and `URGENT` overtake others where they wait for a slow socket. */
export type Priority = "LOW" | "NORMAL" | "HIGH" | "URGENT";

/** How far somebody has read a channel. An offset means something only together with its epoch, the run of a gateway. */
export interface Position {
  epoch: string;
  /** The last offset that was seen, 0 before the first. */
  offset: number;
  /** The same of the user's own notifications; only for the channel `notifications`. */
  user_offset?: number;
}

/** So many publications of the past (1 to 10,000), or what came within so many seconds (1 to 86,400). */
export type Rewind = { last: number } | { seconds: number };

/** What a field is compared with; strings of at most 256 characters. */
export type FilterValue = string | number | boolean;

/** Which publications are wanted, by fields that the operator has indexed: at most 5 levels and 32 operators. */
export type Filter =
  | ["eq" | "ne", string, FilterValue]
  | ["gt" | "ge" | "lt" | "le", string, string | number]
  | ["in", string, FilterValue[]]
  | ["prefix", string, string]
  | ["exists", string]
  | ["and" | "or", ...Filter[]]
  | ["not", Filter];

/** `options` of a subscription, as the wire names them. */
export interface WireOptions {
  snapshot?: boolean;
  rewind?: Rewind;
  max_hz?: number;
  counts?: boolean;
  filter?: Filter;
  view?: string;
}

/** What really applies of the options that were asked for. */
export interface Granted extends WireOptions {
  /** Whether every publication comes, so that a hole in the offsets is a loss. */
  gapless?: boolean;
}

/** Bounds of one connection. */
export interface WireLimits {
  /** Kilobits of publications in a second, 0 to 10,000,000; 0 pauses them. */
  max_kbps?: number;
  /** Updates of each state in a second, above 0, at most 1000. */
  max_hz?: number;
}

/** Stable words that say why missed publications do not come. */
export type LossReason = "epoch_changed" | "expired" | "too_far" | "overloaded" | "already_subscribed" | "no_position";
