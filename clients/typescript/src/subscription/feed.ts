import { Emitter } from "../emitter.js";
import { TickgateError } from "../errors.js";
import type { AnyPublication } from "../protocol/publications.js";
import { Buffer } from "./buffer.js";
import type { SubscriptionEvents } from "./events.js";
import type { Delivery, Handler, SubscribeOptions } from "./options.js";
import type { Receipt } from "./receipts.js";

/** `pending`: asked for, or waiting for a connection. `subscribed`: publications come. `ended`: for good. */
export type SubscriptionState = "pending" | "subscribed" | "ended";

/** What waits for who iterates. */
interface Item<M> {
  publication: M;
  delivery: Delivery;
  receipt: Receipt | undefined;
}

/** How publications reach the application: a handler, or iterators, or both. */
export abstract class Feed<M extends AnyPublication> implements AsyncIterable<M> {
  readonly #emitter = new Emitter<SubscriptionEvents>();
  readonly #buffers = new Set<Buffer<Item<M>>>();
  #end: { error: TickgateError | undefined } | undefined;
  #settle!: { resolve: () => void; reject: (error: TickgateError) => void };
  /** Resolves with the first confirmation; rejects when the subscription ends before. */
  readonly ready: Promise<void> = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
  #state: SubscriptionState = "pending";

  constructor(
    readonly options: Readonly<SubscribeOptions>,
    private readonly handler: Handler<M> | undefined,
  ) {
    // Who does not look at it is not told by the runtime either.
    this.ready.catch(() => {});
  }

  get state(): SubscriptionState {
    return this.#state;
  }

  /** @returns a function that takes the listener away again */
  on<E extends keyof SubscriptionEvents>(event: E, listener: (event: SubscriptionEvents[E]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  /** Publications from now on, across reconnects, until the subscription ends. Each iterator has a buffer of its own of `bufferMax`. */
  [Symbol.asyncIterator](): AsyncGenerator<M, void, void> {
    return publicationsOf(this.deliveries());
  }

  /** As iterating over the subscription, with where each publication came from. It buffers from this call on. */
  deliveries(): AsyncIterableIterator<{ publication: M; delivery: Delivery }> {
    const overflowed =
      this.options.overflow === "error"
        ? undefined
        : ({ delivery: { channel, offset } }: { delivery: Delivery }) =>
            this.tell("gap", {
              channel,
              reason: "buffer_overflow",
              ...(offset === undefined ? undefined : { from: offset, to: offset }),
            });
    const buffer = new Buffer<Item<M>>(
      this.options.bufferMax ?? 1000,
      overflowed,
      (closed) => this.#buffers.delete(closed),
      ({ receipt }) => receipt?.release(true),
    );
    this.#buffers.add(buffer);
    if (this.#end) {
      buffer.end(this.#end.error);
    }
    return this.options.ack === true ? acknowledging(buffer) : buffer;
  }

  /** @internal */
  tell<E extends keyof SubscriptionEvents>(event: E, value: SubscriptionEvents[E]): void {
    this.#emitter.emit(event, value);
    this.told(event, value);
  }

  /** Passes on to the client what the subscription tells. */
  protected abstract told<E extends keyof SubscriptionEvents>(event: E, value: SubscriptionEvents[E]): void;

  /** @internal @param receipt waits for all who get it */
  hand(publication: AnyPublication, delivery: Delivery, receipt?: Receipt): void {
    if (this.handler) {
      receipt?.take();
      this.#handle(this.handler, publication as M, delivery, receipt);
    }
    for (const buffer of this.#buffers) {
      receipt?.take();
      buffer.push({ publication: publication as M, delivery, receipt });
    }
  }

  /** @internal */
  moveTo(state: "pending" | "subscribed"): void {
    if (!this.#end) {
      this.#state = state;
      if (state === "subscribed") {
        this.#settle.resolve();
      }
    }
  }

  /** @internal Nothing comes behind it. */
  finish(error?: TickgateError): void {
    if (this.#end) {
      return;
    }
    this.#end = { error };
    this.#state = "ended";
    this.#settle.reject(error ?? new TickgateError("closed", "the subscription has ended"));
    for (const buffer of [...this.#buffers]) {
      buffer.end(error);
    }
  }

  #handle(handler: Handler<M>, publication: M, delivery: Delivery, receipt: Receipt | undefined): void {
    try {
      const done = handler(publication, delivery);
      if (isPromise(done)) {
        done.then(
          () => receipt?.release(),
          (error: unknown) => this.#failed(error, receipt),
        );
      } else {
        receipt?.release();
      }
    } catch (error) {
      this.#failed(error, receipt);
    }
  }

  #failed(error: unknown, receipt: Receipt | undefined): void {
    receipt?.release(true);
    this.tell("error", new TickgateError("handler", `a handler threw: ${String(error)}`, undefined, error));
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === "function";
}

/** Who asks for the next one is done with the one before; who stops is not. */
function acknowledging<M>(buffer: Buffer<Item<M>>): AsyncIterableIterator<Item<M>> {
  let before: (Receipt | undefined)[] = [];
  const leave = (failed: boolean) => {
    for (const receipt of before) {
      receipt?.release(failed);
    }
    before = [];
  };
  return {
    async next() {
      leave(false);
      const result = await buffer.next();
      if (!result.done) {
        before.push(result.value.receipt);
      }
      return result;
    },
    return() {
      leave(true);
      return buffer.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* publicationsOf<M>(deliveries: AsyncIterable<{ publication: M }>): AsyncGenerator<M, void, void> {
  for await (const { publication } of deliveries) {
    yield publication;
  }
}
