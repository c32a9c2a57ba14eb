import type { Pong } from "../protocol/answers.js";

const KEPT = 8;

/** How far the gateway's clock is ahead of this machine's, as the pongs say: the best of the last few is the one with the shortest way. */
export class ServerClock {
  #samples: { offsetMs: number; roundTripMs: number }[] = [];

  /** @param t3 when the pong came, microseconds of Unix time */
  observe({ t0, t1, t2 }: Pong, t3: number): void {
    if (t0 === undefined || t1 === undefined || t2 === undefined) {
      return;
    }
    this.#samples.push({ offsetMs: (t1 - t0 + (t2 - t3)) / 2000, roundTripMs: (t3 - t0 - (t2 - t1)) / 1000 });
    if (this.#samples.length > KEPT) {
      this.#samples.shift();
    }
  }

  /** Another connection may lead to another gateway, whose clock is another. */
  forget(): void {
    this.#samples = [];
  }

  get best(): { offsetMs: number; roundTripMs: number } | undefined {
    return this.#samples.reduce<{ offsetMs: number; roundTripMs: number } | undefined>(
      (best, sample) => (best && best.roundTripMs <= sample.roundTripMs ? best : sample),
      undefined,
    );
  }
}

/** Unix time in whole microseconds, as fine as this machine tells it. */
export function nowMicros(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}
