/** What the end of a connection means for the next one. */
export interface Verdict {
  /** `retry`: come back; `token`: come back with a new token; `end`: do not come back. */
  next: "retry" | "token" | "end";
  /** The least time to wait, where the gateway or the protocol names one. */
  waitMs?: number;
  /** Up to so much more, at random. */
  spreadMs?: number;
}

/** Codes of this library's own, for ends that no peer told. */
export const SILENT = 3000;
export const GARBAGE = 3001;
export const NO_WELCOME = 3002;
/** What a socket reports that ended without a close frame. */
export const ABNORMAL = 1006;

const ENDS = new Set([1002, 1003, 1007, 1008, 1009, 1010]);

/** What a close code says. 4000 to 4499 come back and 4500 to 4999 do not, also those that no gateway has yet. */
export function verdictOfClose(code: number): Verdict {
  if (code === 4003) {
    return { next: "token" };
  }
  if (code === 1012) {
    return { next: "retry", waitMs: 1000, spreadMs: 14_000 };
  }
  if (code === 4004) {
    // The user has too many connections: at once it would end the same way.
    return { next: "retry", waitMs: 15_000, spreadMs: 15_000 };
  }
  return { next: ENDS.has(code) || (code >= 4500 && code <= 4999) ? "end" : "retry" };
}

/** What the status of a refused upgrade says. */
export function verdictOfStatus(status: number, retryAfterMs?: number): Verdict {
  if (status === 401) {
    return { next: "token" };
  }
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
    return { next: "end" };
  }
  // Whoever was refused together comes back spread out.
  return retryAfterMs === undefined ? { next: "retry" } : { next: "retry", waitMs: retryAfterMs, spreadMs: retryAfterMs };
}
