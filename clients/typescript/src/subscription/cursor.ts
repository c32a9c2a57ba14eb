import type { Position } from "../protocol/values.js";

/** Offsets, both ends included. */
export interface Range {
  from: number;
  to: number;
}

/** What becomes of a publication. */
export type Step = "duplicate" | "next" | Range;

/** So many announcements of losses are remembered ahead of their hole; older ones would make it a gap that is told twice. */
const EXCUSED_MAX = 64;

/** How far one subscription has read one channel: tells what comes twice from what is next and from what is missing. */
export class Cursor {
  #last = 0;
  #excused: Range[] = [];
  /** The next hole is no loss, since it is not known what came before. */
  loose = false;
  /** What was asked for of what is at or below `floor`, and is on its way at first. */
  awaits: "snapshot" | "rewind" | undefined;

  /** @param floor the last offset behind which everything comes; at or below it only what was asked for of the past */
  constructor(
    readonly epoch: string,
    readonly floor: number,
  ) {}

  /** The last offset that is done with. */
  get offset(): number {
    return Math.max(this.#last, this.floor);
  }

  /** From where on to come back; undefined where the beginning has to be asked for again. */
  get position(): Position | undefined {
    if (this.awaits && this.#last === 0) {
      return undefined;
    }
    return { epoch: this.epoch, offset: this.awaits === "rewind" ? this.#last : this.offset };
  }

  /**
   * Takes the next publication.
   *
   * @param checked whether a hole is a loss
   * @returns `next`, `duplicate`, or `next` with the hole in front of it
   */
  step(offset: number, checked: boolean): Step {
    if (offset <= this.#last) {
      return "duplicate";
    }
    const expected = this.offset + 1;
    this.#last = offset;
    const hole = checked && !this.loose && offset > expected ? this.#unexcused(expected, offset - 1) : undefined;
    this.loose = false;
    this.#excused = this.#excused.filter((range) => range.to > offset);
    return hole ?? "next";
  }

  /** The gateway says that these do not come; without a range, that some do not. */
  excuse(range: Range | undefined): void {
    if (!range) {
      this.loose = true;
      return;
    }
    this.#excused.push(range);
    if (this.#excused.length > EXCUSED_MAX) {
      this.#excused.shift();
    }
  }

  #unexcused(from: number, to: number): Range | undefined {
    for (const range of this.#excused.sort((a, b) => a.from - b.from)) {
      if (range.from <= from) {
        from = Math.max(from, range.to + 1);
      }
    }
    return from <= to ? { from, to } : undefined;
  }
}
