/** Makes rates of counters that only grow, until their gateway starts again and they begin at zero. */
export class Rates {
  #before = new Map<string, number>();
  #now = new Map<string, number>();
  #atMs = 0;
  #seconds = 0;

  /** The next look begins: what it does not name again is forgotten. */
  begin(nowMs: number): void {
    this.#seconds = this.#atMs === 0 ? 0 : (nowMs - this.#atMs) / 1000;
    this.#atMs = nowMs;
    this.#before = this.#now;
    this.#now = new Map();
  }

  /** A second's worth of a counter; null at its first look and behind a restart. */
  of(name: string, value: number): number | null {
    this.#now.set(name, value);
    const before = this.#before.get(name);
    return before === undefined || value < before || this.#seconds <= 0 ? null : (value - before) / this.#seconds;
  }
}
