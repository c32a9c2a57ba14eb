import { TickgateError } from "../errors.js";
import type { Answer } from "../protocol/answers.js";
import type { ErrorMessage } from "../protocol/unasked.js";
import type { Id } from "../protocol/values.js";

interface Pending {
  resolve: (answer: never) => void;
  reject: (error: TickgateError) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** Commands of one connection whose answers are on their way. */
export class Requests {
  readonly #pending = new Map<Id, Pending>();
  #lastId = 0;

  /** @param max how many may wait; one more is refused as `too_many_pending` */
  constructor(
    private readonly max: number,
    private readonly timeoutMs: number,
  ) {}

  get size(): number {
    return this.#pending.size;
  }

  /**
   * Callbacks rather than a promise: what comes behind an answer may be read before a promise has told of it.
   *
   * @param send puts the command on its way under the id that it is given
   */
  add<A>(send: (id: number) => void, resolve: (answer: A) => void, reject: (error: TickgateError) => void): void {
    if (this.#pending.size >= this.max) {
      reject(new TickgateError("too_many_pending", `${this.max} commands wait for their answers`));
      return;
    }
    const id = ++this.#lastId;
    const timer = setTimeout(() => {
      this.#pending.delete(id);
      reject(new TickgateError("timeout", `no answer within ${this.timeoutMs} ms`));
    }, this.timeoutMs);
    this.#pending.set(id, { resolve, reject, timer });
    try {
      send(id);
    } catch (error) {
      this.#take(id);
      reject(new TickgateError("invalid_argument", `cannot be sent: ${String(error)}`, undefined, error));
    }
  }

  /** @returns whether somebody waited for it */
  answer(message: (Answer & { type: string }) | ErrorMessage): boolean {
    const pending = message.id === undefined ? undefined : this.#take(message.id);
    if (!pending) {
      return false;
    }
    if (message.type === "error") {
      pending.reject(TickgateError.of(message as ErrorMessage));
    } else {
      pending.resolve(message as never);
    }
    return true;
  }

  /** The connection is gone. */
  failAll(error: TickgateError): void {
    for (const id of [...this.#pending.keys()]) {
      this.#take(id)?.reject(error);
    }
  }

  #take(id: Id): Pending | undefined {
    const pending = this.#pending.get(id);
    if (pending) {
      clearTimeout(pending.timer);
      this.#pending.delete(id);
    }
    return pending;
  }
}
