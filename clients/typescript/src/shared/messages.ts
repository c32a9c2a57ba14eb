import type { ClientState } from "../client-events.js";
import { TickgateError } from "../errors.js";
import type { ErrorMessage, Welcome } from "../protocol/unasked.js";
import type { AnyPublication } from "../protocol/publications.js";
import type { Delivery, SubscribeOptions } from "../subscription/options.js";
import type { SubscriptionState } from "../subscription/feed.js";

/** What a tab says to the worker. A `key` names one of its subscriptions, a `call` wants an answer. */
export type FromTab =
  | { op: "subscribe"; key: number; channels: string[]; options: SubscribeOptions; chart?: { symbol: string; history: number } }
  | { op: "unsubscribe"; key: number; call: number }
  | { op: "set_channels"; key: number; channels: string[]; call: number }
  | { op: "ack"; key: number; channel: string; offset: number }
  | { op: "request"; command: { type: string }; call: number }
  /** It lives, and has taken so many publications. */
  | { op: "alive"; taken: number }
  | { op: "bye" };

/** What the worker says to a tab. */
export type ToTab =
  | { ev: "state"; state: ClientState; welcome: Welcome | undefined }
  | { ev: "clock"; offsetMs: number | undefined; roundTripMs: number | undefined }
  | { ev: "publication"; key: number; publication: AnyPublication; delivery: Delivery }
  | { ev: "subscription"; key: number; state: SubscriptionState; channels: string[]; error?: PlainError }
  /** An event of a subscription, or without a key of the client. */
  | { ev: "told"; key?: number; event: string; value: unknown }
  | { ev: "answer"; call: number; value?: unknown; error?: PlainError }
  /** The worker has given the tab up, and forgets what it followed. */
  | { ev: "forgotten" };

/** An error as it passes between tabs and their worker. */
export interface PlainError {
  code: TickgateError["code"];
  message: string;
  details: ErrorMessage | undefined;
}

export function plain(error: unknown): PlainError {
  return error instanceof TickgateError
    ? { code: error.code, message: error.message, details: error.details }
    : { code: "invalid_argument", message: String(error), details: undefined };
}

export function revived({ code, message, details }: PlainError): TickgateError {
  return new TickgateError(code, message, details);
}

/** What is needed of a `MessagePort`. */
export interface Port {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
  start?(): void;
}
