import { TickgateError } from "../errors.js";

/** Publications between a socket, which cannot be stopped, and somebody who iterates. */
export class Buffer<T> implements AsyncIterableIterator<T> {
  #items: T[] = [];
  #head = 0;
  #waiting: { resolve: (result: IteratorResult<T>) => void; reject: (error: unknown) => void }[] = [];
  #end: { error: TickgateError | undefined } | undefined;

  /**
   * @param max what may wait
   * @param overflowed is told what was left out where the oldest may be; undefined: a full buffer ends with `buffer_overflow`
   * @param closed is called once, when nobody iterates any more
   * @param discarded is told what waited and nobody will get
   */
  constructor(
    private readonly max: number,
    private readonly overflowed: ((oldest: T) => void) | undefined,
    private readonly closed: (buffer: Buffer<T>) => void,
    private readonly discarded: (item: T) => void = () => {},
  ) {}

  get size(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    if (this.#end) {
      return;
    }
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting.resolve({ value: item, done: false });
      return;
    }
    if (this.size >= this.max) {
      if (!this.overflowed) {
        this.discarded(item);
        this.end(new TickgateError("buffer_overflow", `${this.max} publications wait for this iterator`));
        return;
      }
      const oldest = this.#shift();
      this.discarded(oldest);
      this.overflowed(oldest);
    }
    this.#items.push(item);
  }

  /** What waits still comes, then the end, or the error. */
  end(error?: TickgateError): void {
    if (this.#end) {
      return;
    }
    this.#end = { error };
    this.closed(this);
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      if (error) {
        reject(error);
      } else {
        resolve({ value: undefined, done: true });
      }
    }
  }

  next(): Promise<IteratorResult<T>> {
    if (this.size > 0) {
      return Promise.resolve({ value: this.#shift(), done: false });
    }
    if (this.#end) {
      return this.#end.error ? Promise.reject(this.#end.error) : Promise.resolve({ value: undefined, done: true });
    }
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  return(): Promise<IteratorResult<T>> {
    for (; this.size > 0; this.#head++) {
      this.discarded(this.#items[this.#head] as T);
    }
    this.#items = [];
    this.#head = 0;
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #shift(): T {
    const item = this.#items[this.#head++] as T;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
