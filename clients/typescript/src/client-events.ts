import type { AnyPublication } from "./protocol/publications.js";
import type { ServerShutdown, TokenExpiring, Welcome } from "./protocol/unasked.js";
import type { SubscriptionEvents } from "./subscription/events.js";

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
  /** The close code; the HTTP status of a refused upgrade, where it can be seen; else 1006 where no connection could be made. */
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

/** What a client tells, and what any of its subscriptions does. An `error` is one that no caller waits for. */
export interface ClientEvents extends SubscriptionEvents {
  state: StateChange;
  welcome: Welcome;
  retry: RetryPlanned;
  /** Once, and nothing after it. */
  closed: Closed;
  /** The gateway stops: the client comes back at its moment, by itself. */
  shutdown: ServerShutdown;
  /** The token is about to end: `getToken` is asked, by itself. */
  tokenExpiring: TokenExpiring;
  /** Everything that answers no command, as it came and before it is judged: for logs and tests. */
  message: AnyPublication;
}
