/**
 * Paints at most once a frame, however often something asks for it. What is painted waits with who asks, who keeps of each
 * thing the newest: so a hidden page, which has no frames, holds no more than a shown one.
 */
export class Frames {
  readonly #painters: (() => number)[] = [];
  readonly #schedule: (paint: () => void) => void;
  #asked = false;
  #frames = 0;
  #updates = 0;

  constructor(schedule: (paint: () => void) => void = (paint) => requestAnimationFrame(paint)) {
    this.#schedule = schedule;
  }

  /** @param painter says how many updates it has painted */
  add(painter: () => number): void {
    this.#painters.push(painter);
  }

  ask(): void {
    if (!this.#asked) {
      this.#asked = true;
      this.#schedule(() => this.#paint());
    }
  }

  /** Frames painted and updates in them, since the last call. */
  takeCounts(): { frames: number; updates: number } {
    const counts = { frames: this.#frames, updates: this.#updates };
    this.#frames = this.#updates = 0;
    return counts;
  }

  #paint(): void {
    this.#asked = false;
    this.#frames++;
    for (const painter of this.#painters) {
      this.#updates += painter();
    }
  }
}
