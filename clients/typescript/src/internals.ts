/** For this package's own tests; no promise to anybody else, and not exported by it. */
export { Backoff } from "./connection/backoff.js";
export { ServerClock } from "./connection/clock.js";
export { Buffer } from "./subscription/buffer.js";
export { Cursor } from "./subscription/cursor.js";
