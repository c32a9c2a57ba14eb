import type { TickgateError } from "./errors.js";
import type { AnyPublication } from "./protocol/publications.js";
import type { Lag, ServerShutdown, TokenExpiring, Welcome } from "./protocol/unasked.js";

/**
 * - `disconnected`: `connect` was not called yet.
 * - `connecting`: the first connection is on its way, however many attempts it takes.
 * - `connected`: the gateway has said welcome.
 * - `reconnecting`: the connection is gone and another one on its way.
 * - `closed`: by `close()`, or since the gateway said not to come back. For good.
 */
export type ClientState = "disconnected" | "connecting" | "connected" | "reconnecting" | "closed";

export interface StateChange {
  state: ClientState;
  previous: ClientState;
}

/** Why a client is closed. */
export interface Closed {
  /** The close code; 1006 where a connection could not be made. */
  code: number;
  reason: string;
}

/** The next attempt to connect. */
export interface RetryPlanned {
  /** From 1 on, since the last stable connection. */
  attempt: number;
  /** Milliseconds from now. */
  inMs: number;
  /** What ended the connection before. */
  code: number;
  reason: string;
}

/** What a client tells. Gaps and lags are told by their subscriptions. */
export interface ClientEvents {
  state: StateChange;
  welcome: Welcome;
  retry: RetryPlanned;
  /** Once, and nothing after it. */
  closed: Closed;
  /** What belongs to no command and no subscription: `bad_message`, `token`, errors that the gateway tells unasked. */
  error: TickgateError;
  /** The gateway stops: the client comes back at its moment, by itself. */
  shutdown: ServerShutdown;
  /** The token is about to end: `getToken` is asked, by itself. */
  tokenExpiring: TokenExpiring;
  lag: Lag;
  /** Everything that answers no command, as it came and before it is judged: for logs and tests. */
  message: AnyPublication;
}
