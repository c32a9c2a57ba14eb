/** Who has to be done with a publication before it is acknowledged: handlers and iterators. */
export class Receipt {
  #open = 1;
  #taken = false;
  #failed = false;

  /** @param settled is called once, when nobody has it any more */
  constructor(
    readonly offset: number,
    private readonly settled: () => void,
  ) {}

  get isSettled(): boolean {
    return this.#open === 0;
  }

  /** Whether somebody had it, and all who had it are done with it. */
  get isHandled(): boolean {
    return this.isSettled && this.#taken && !this.#failed;
  }

  take(): void {
    this.#open++;
    this.#taken = true;
  }

  /** @param failed it was thrown away, or its handler threw */
  release(failed = false): void {
    this.#failed ||= failed;
    if (--this.#open === 0) {
      this.settled();
    }
  }
}

/** What is on its way through handlers and iterators. An acknowledgement is cumulative: none overtakes what is not done with. */
export class Receipts {
  readonly #channels = new Map<string, { open: Receipt[]; handled: number }>();

  /** @param handled is told of one channel how far everything is done with */
  constructor(private readonly handled: (channel: string, offset: number) => void) {}

  /** Who calls releases it, as each who takes it. */
  open(channel: string, offset: number): Receipt {
    let state = this.#channels.get(channel);
    if (!state) {
      this.#channels.set(channel, (state = { open: [], handled: -1 }));
    }
    const { open } = state;
    const receipt = new Receipt(offset, () => this.#settle(channel, open));
    open.push(receipt);
    return receipt;
  }

  /** It came again: what was said of it is said again. */
  repeat(channel: string, offset: number): void {
    const handled = this.#channels.get(channel)?.handled ?? -1;
    if (offset <= handled) {
      this.handled(channel, handled);
    }
  }

  /** It is not followed any more. */
  forget(channel: string): void {
    this.#channels.delete(channel);
  }

  /** Another connection was sent nothing of it yet. */
  clear(): void {
    this.#channels.clear();
  }

  #settle(channel: string, open: Receipt[]): void {
    const state = this.#channels.get(channel);
    if (state?.open !== open) {
      return;
    }
    const before = state.handled;
    while (open[0]?.isSettled) {
      const { offset, isHandled } = open.shift() as Receipt;
      if (isHandled) {
        state.handled = Math.max(state.handled, offset);
      }
    }
    if (state.handled > before) {
      this.handled(channel, state.handled);
    }
  }
}
