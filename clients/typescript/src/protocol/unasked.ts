import type { AnyPublication } from "./publications.js";
import type { Id, Time } from "./values.js";

/** The first message of every connection. */
export interface Welcome {
  type: "connection_established";
  connection_id: string;
  timestamp: Time;
  /** Unix seconds with microseconds. */
  server_time: number;
  epoch?: string;
  resume_token?: string;
  /** Seconds of a client's silence after which the gateway pings, and after which it closes with 4000. */
  heartbeat_interval: number;
  idle_timeout: number;
  max_message_bytes: number;
  protocol: string;
  version: string;
}

/** Publications that do not come, right ahead of what does. */
export interface Lag {
  type: "lag";
  channel: string;
  dropped: number;
  /** `conflated`: the newest stands for them; `queue_bytes`: this connection was too slow. */
  reason: string;
  from?: number;
  to?: number;
}

/** The newest values of a family, a page at a time. */
export interface SnapshotPage {
  type: "snapshot";
  channel: string;
  page: number;
  last: boolean;
  items: { channel: string; offset?: number; message: AnyPublication }[];
}

export interface TokenExpiring {
  type: "token_expiring";
  expires_at: Time;
}

export interface ServerShutdown {
  type: "server_shutdown";
  /** Milliseconds from its arrival, when to come back. */
  reconnect_after_ms: number;
  resume_token?: string;
}

/** An operator ended the subscription. */
export interface Unsubscribed {
  type: "unsubscribed";
  channel: string;
  reason: string;
  timestamp: Time;
}

export type ErrorCode =
  | "invalid_json" | "invalid_msgpack" | "invalid_message" | "missing_field" | "invalid_field"
  | "unknown_type" | "unknown_channel" | "message_too_large" | "snapshot_too_large" | "unsupported_frame"
  | "too_many_subscriptions" | "too_many_connections_of_user" | "notification_not_found" | "duplicate_id" | "invalid_position" | "task_not_found"
  | "task_finished" | "progress_backwards" | "forbidden" | "invalid_filter" | "resume_refused"
  | "conflation_not_allowed" | "rate_limited" | "unauthorized" | "unavailable" | "internal_error";

/** What was wrong with a command, or, without an `id`, with a subscription or a message. The connection lives on. */
export interface ErrorMessage {
  type: "error";
  code: ErrorCode;
  /** English, may change. */
  error: string;
  timestamp: Time;
  id?: Id;
  command?: string;
  field?: string;
  channel?: string;
  task_id?: string;
  symbol?: string;
  /** Seconds. */
  retry_after?: number;
}
