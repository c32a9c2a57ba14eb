/** Collects what is done with and says it now and then: an `ack` is cumulative. */
export class Acker {
  readonly #due = new Map<string, number>();
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param send says of one channel how far it is done with */
  constructor(
    private readonly send: (channel: string, offset: number) => void,
    private readonly everyMs = 100,
    private readonly everyCount = 100,
  ) {}

  add(channel: string, offset: number): void {
    this.#due.set(channel, Math.max(offset, this.#due.get(channel) ?? 0));
    if (++this.#count >= this.everyCount) {
      this.flush();
    } else {
      this.#timer ??= setTimeout(() => this.flush(), this.everyMs);
    }
  }

  flush(): void {
    const due = [...this.#due];
    this.clear();
    for (const [channel, offset] of due) {
      this.send(channel, offset);
    }
  }

  /** It is not followed any more. */
  forget(channel: string): void {
    this.#due.delete(channel);
  }

  /** Another connection was sent nothing of it yet. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#count = 0;
    this.#due.clear();
  }
}
