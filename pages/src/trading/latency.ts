import { byId, setText } from "../common/dom.ts";
import { duration } from "../common/format.ts";

/** Delays that the median is of. */
const KEPT = 200;
const LATE_MS = 1000;
const STALE_MS = 15_000;

/** How long messages are on their way, and how long ago the last one came. Not announced: it changes all the time. */
export class LatencyBadge {
  readonly #badge = byId("latency");
  readonly #delay = byId("latency-delay");
  readonly #age = byId("latency-age");
  readonly #delays: number[] = [];
  #next = 0;
  #lastAtMs = 0;

  /** @param delayMs from the gateway's offset to here; null where the two clocks are not compared yet */
  onMessage(delayMs: number | null, nowMs: number): void {
    this.#lastAtMs = nowMs;
    if (delayMs !== null) {
      this.#delays[this.#next] = Math.max(0, delayMs);
      this.#next = (this.#next + 1) % KEPT;
    }
  }

  show(nowMs: number): void {
    if (this.#lastAtMs === 0) {
      return;
    }
    const age = nowMs - this.#lastAtMs;
    const sorted = [...this.#delays].sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1];
    setText(this.#delay, median === undefined ? "–" : duration(median));
    setText(this.#age, `${age < 500 ? "now" : `${duration(age)} ago`}`);
    this.#badge.dataset["level"] = age > STALE_MS ? "stale" : age > LATE_MS || (median ?? 0) > LATE_MS ? "late" : "good";
  }
}
