import { Emitter } from "../emitter.js";
import { TickgateError } from "../errors.js";
import type { AnyPublication } from "../protocol/publications.js";
import { Buffer } from "./buffer.js";
import type { SubscriptionEvents } from "./events.js";
import type { Delivery, Handler, SubscribeOptions } from "./options.js";

/** `pending`: asked for, or waiting for a connection. `subscribed`: publications come. `ended`: for good. */
export type SubscriptionState = "pending" | "subscribed" | "ended";

/** How publications reach the application: a handler, or iterators, or both. */
export abstract class Feed<M extends AnyPublication> implements AsyncIterable<M> {
  readonly #emitter = new Emitter<SubscriptionEvents>();
  readonly #buffers = new Set<Buffer<{ publication: M; delivery: Delivery }>>();
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
    const buffer = new Buffer<{ publication: M; delivery: Delivery }>(
      this.options.bufferMax ?? 1000,
      overflowed,
      (closed) => this.#buffers.delete(closed),
    );
    this.#buffers.add(buffer);
    if (this.#end) {
      buffer.end(this.#end.error);
    }
    return buffer;
  }

  /** @internal */
  tell<E extends keyof SubscriptionEvents>(event: E, value: SubscriptionEvents[E]): void {
    this.#emitter.emit(event, value);
    this.told(event, value);
  }

  /** Passes on to the client what the subscription tells. */
  protected abstract told<E extends keyof SubscriptionEvents>(event: E, value: SubscriptionEvents[E]): void;

  /** @internal */
  hand(publication: AnyPublication, delivery: Delivery): void {
    const failed = (error: unknown) =>
      this.tell("error", new TickgateError("handler", `a handler threw: ${String(error)}`, undefined, error));
    try {
      const done = this.handler?.(publication as M, delivery);
      if (isPromise(done)) {
        done.then(undefined, failed);
      }
    } catch (error) {
      failed(error);
    }
    for (const buffer of this.#buffers) {
      buffer.push({ publication: publication as M, delivery });
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
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === "function";
}

async function* publicationsOf<M>(deliveries: AsyncIterable<{ publication: M }>): AsyncGenerator<M, void, void> {
  for await (const { publication } of deliveries) {
    yield publication;
  }
}
