import type { ErrorCode, ErrorMessage } from "./protocol/unasked.js";

/** What can go wrong beside what a gateway answers. */
export type LocalErrorCode =
  /** There is no connection to send on. */
  | "not_connected"
  /** The connection ended before the answer came: whether the command took effect is unknown. */
  | "connection_lost"
  /** No answer within `requestTimeoutMs`. Whether the command took effect is unknown. */
  | "timeout"
  /** `maxPendingRequests` commands wait for their answers. */
  | "too_many_pending"
  /** A message that is none: see `maxBadMessages`. */
  | "bad_message"
  /** `getToken` failed, or its token was refused. */
  | "token"
  /** The gateway refused the connection, or ended it for good. */
  | "refused"
  /** `close()` was called. */
  | "closed"
  /** An iterator with `overflow: "error"` was too slow for its buffer. */
  | "buffer_overflow"
  /** The channel is subscribed with other options. */
  | "options_conflict"
  /** A handler threw, or its promise was rejected. */
  | "handler"
  /** An argument that cannot be. */
  | "invalid_argument";

/** Every error of this library: branch on `code`, never on the text. */
export class TickgateError extends Error {
  override readonly name = "TickgateError";

  /** @param details the gateway's own words, where it is the gateway that refused */
  constructor(
    readonly code: ErrorCode | LocalErrorCode,
    message: string,
    readonly details?: ErrorMessage,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }

  /** Which part of the command is at fault, such as `options.filter[1]`. */
  get field(): string | undefined {
    return this.details?.field;
  }

  /** Seconds after which the command may be tried again. */
  get retryAfter(): number | undefined {
    return this.details?.retry_after;
  }

  static of(message: ErrorMessage): TickgateError {
    return new TickgateError(message.code, message.error, message);
  }
}

export function requireThat(holds: boolean, message: string): asserts holds {
  if (!holds) {
    throw new TickgateError("invalid_argument", message);
  }
}
