import type { Verdict } from "./verdict.js";

/** How a client comes back. */
export interface ReconnectOptions {
  /** Attempt *n* of the burst, from 0 on, waits a random time up to `baseMs` · 2^n. Default 500 ms. */
  baseMs?: number;
  /** No wait of the burst is longer. Default 30,000 ms. */
  maxMs?: number;
  /** Attempts of the burst. Default 5. */
  burst?: number;
  /** After the burst: a random time between half and one and a half of this. Default 30,000 ms. */
  slowMs?: number;
  /** Attempts in a row after which the client is closed. Default unlimited. */
  attemptsMax?: number;
  /** A connection that lasted this long starts the burst anew. Default 5000 ms. */
  stableMs?: number;
}

const DEFAULTS: Required<ReconnectOptions> = {
  baseMs: 500,
  maxMs: 30_000,
  burst: 5,
  slowMs: 30_000,
  attemptsMax: Infinity,
  stableMs: 5000,
};

/** When to try again: exponential with full jitter for a burst, then slowly for ever. */
export class Backoff {
  readonly #options: Required<ReconnectOptions>;
  #attempts = 0;

  /** @param random uniform in [0, 1) */
  constructor(
    options: ReconnectOptions,
    private readonly random: () => number,
  ) {
    this.#options = { ...DEFAULTS, ...options };
  }

  /** Attempts since the last stable connection. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Whether it is never tried again. */
  get never(): boolean {
    return this.#options.attemptsMax === 0;
  }

  /** @returns milliseconds to wait where the way is free again, at random as it is for others too */
  hurried(): number {
    return this.random() * this.#options.baseMs;
  }

  /** @returns milliseconds to wait, or undefined where no attempt is left */
  next(verdict: Verdict): number | undefined {
    const { baseMs, maxMs, burst, slowMs, attemptsMax } = this.#options;
    const attempt = this.#attempts++;
    if (attempt >= attemptsMax) {
      return undefined;
    }
    const own = attempt < burst ? this.random() * Math.min(maxMs, baseMs * 2 ** attempt) : slowMs * (0.5 + this.random());
    const told = (verdict.waitMs ?? 0) + this.random() * (verdict.spreadMs ?? 0);
    return Math.max(own, told);
  }

  /** A connection has ended that lasted so long. */
  ended(lastedMs: number): void {
    if (lastedMs >= this.#options.stableMs) {
      this.#attempts = 0;
    }
  }
}
