import type { ClientEvents, ClientState } from "../client-events.js";
import { Commands, type PlainCommand } from "../commands.js";
import { nowMicros } from "../connection/clock.js";
import { Emitter } from "../emitter.js";
import { requireThat, TickgateError } from "../errors.js";
import type { Answers, ChannelsSet } from "../protocol/answers.js";
import type { AnyPublication, ChartUpdate, Publication } from "../protocol/publications.js";
import type { Welcome } from "../protocol/unasked.js";
import { chartChannel } from "../subscription/channels.js";
import { type Handler, requireOptions, type SubscribeOptions } from "../subscription/options.js";
import { type FromTab, type Port, revived, type ToTab } from "./messages.js";
import { TabSubscription } from "./tab-subscription.js";

const ALIVE_MS = 2000;
const ALIVE_COUNT = 1000;

/** The client of one tab, whose connection is all tabs': it lives in a `SharedWorker` that calls `serveTabs`. */
export class SharedClient extends Commands {
  readonly #emitter = new Emitter<ClientEvents>();
  readonly #subscriptions = new Map<number, TabSubscription<AnyPublication>>();
  readonly #calls = new Map<number, { resolve: (value: never) => void; reject: (error: TickgateError) => void }>();
  readonly #port: Port;
  readonly #timer: ReturnType<typeof setInterval>;
  #lastKey = 0;
  #taken = 0;
  #state: ClientState = "connecting";
  #connected: { resolve: () => void; reject: (error: TickgateError) => void }[] = [];
  #ended = false;
  welcome: Welcome | undefined;
  clockOffsetMs: number | undefined;
  roundTripMs: number | undefined;

  /** @param worker `new SharedWorker(…)`, or a port to one */
  constructor(worker: { port: Port } | Port) {
    super();
    this.#port = "port" in worker ? worker.port : worker;
    this.#port.onmessage = ({ data }: MessageEvent<ToTab>) => this.#onMessage(data);
    this.#port.start?.();
    this.#timer = setInterval(() => this.#alive(), ALIVE_MS);
    globalThis.addEventListener?.("pagehide", (event) => {
      // A page that is kept for the way back only freezes.
      if (!(event as PageTransitionEvent).persisted) {
        this.close();
      }
    });
  }

  get state(): ClientState {
    return this.#state;
  }

  /** The gateway's time, Unix seconds. */
  serverNow(): number {
    return nowMicros() / 1e6 + (this.clockOffsetMs ?? 0) / 1e3;
  }

  /** Milliseconds since the gateway gave the publication its offset. */
  ageMs({ server_time: at }: AnyPublication): number | undefined {
    return at === undefined ? undefined : (this.serverNow() - at) * 1e3;
  }

  /** @returns a function that takes the listener away again */
  on<E extends keyof ClientEvents>(event: E, listener: (event: ClientEvents[E]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  /** Resolves as soon as the connection of all tabs is there; rejects when this client, or that of all tabs, is closed. */
  connect(): Promise<void> {
    if (this.#state === "connected") {
      return Promise.resolve();
    }
    if (this.#state === "closed") {
      return Promise.reject(closed());
    }
    const connected = new Promise<void>((resolve, reject) => this.#connected.push({ resolve, reject }));
    // Who does not wait for it hears of it by its state.
    connected.catch(() => {});
    return connected;
  }

  /** Leaves the worker, whose connection goes on for the other tabs. */
  close(): void {
    if (!this.#ended) {
      this.#ended = true;
      clearInterval(this.#timer);
      this.#send({ op: "bye" });
      this.#setState("closed");
      const error = closed();
      for (const { reject } of this.#calls.values()) {
        reject(error);
      }
      this.#calls.clear();
      for (const subscription of this.#subscriptions.values()) {
        subscription.finish();
      }
    }
  }

  /** As `TickgateClient.subscribe`, without `ack: true`; what another tab follows on other terms is refused as `options_conflict`, by `ready`. */
  subscribe<M extends AnyPublication = Publication>(
    target: string | string[],
    first: SubscribeOptions | Handler<M> = {},
    second?: Handler<M>,
  ): TabSubscription<M> {
    const [options, handler] = typeof first === "function" ? [{}, first] : [first, second];
    return this.#add(typeof target === "string" ? [target] : target, options, handler);
  }

  /** As `TickgateClient.subscribeChart`. */
  subscribeChart(symbol: string, { history = 0 }: { history?: number } = {}, handler?: Handler<ChartUpdate>): TabSubscription<ChartUpdate> {
    return this.#add([chartChannel(symbol)], {}, handler, { symbol, history });
  }

  request<C extends PlainCommand>(command: C): Promise<Answers[C["type"]]> {
    return this.#call((call) => ({ op: "request", command, call }));
  }

  #add<M extends AnyPublication>(
    channels: string[],
    options: SubscribeOptions,
    handler: Handler<M> | undefined,
    chart?: { symbol: string; history: number },
  ): TabSubscription<M> {
    requireThat(!this.#ended, "the client is closed");
    requireOptions(options, channels);
    // The worker cannot see what a tab is done with.
    requireThat(options.ack !== true, 'ack: not true in a SharedClient, call ack with "manual"');
    const key = ++this.#lastKey;
    const subscription = new TabSubscription<M>(channels, options, handler, chart, {
      ack: (channel, offset) => this.#send({ op: "ack", key, channel, offset }),
      setChannels: (names) => this.#call<ChannelsSet | undefined>((call) => ({ op: "set_channels", key, channels: names, call })),
      unsubscribe: () => {
        this.#subscriptions.delete(key);
        return this.#call<void>((call) => ({ op: "unsubscribe", key, call }));
      },
      told: (event, value) => this.#emitter.emit(event, value as never),
    });
    this.#subscriptions.set(key, subscription as unknown as TabSubscription<AnyPublication>);
    this.#begin(key, subscription as unknown as TabSubscription<AnyPublication>);
    return subscription;
  }

  #begin(key: number, { channels, options, chart }: TabSubscription<AnyPublication>): void {
    this.#send({ op: "subscribe", key, channels, options, ...(chart ? { chart } : undefined) });
  }

  #call<V>(message: (call: number) => FromTab): Promise<V> {
    if (this.#ended) {
      return Promise.reject(closed());
    }
    const call = ++this.#lastKey;
    return new Promise<V>((resolve, reject) => {
      this.#calls.set(call, { resolve, reject });
      this.#send(message(call));
    });
  }

  #send(message: FromTab): void {
    this.#port.postMessage(message);
  }

  #alive(): void {
    this.#send({ op: "alive", taken: this.#taken });
  }

  #onMessage(message: ToTab): void {
    switch (message.ev) {
      case "state":
        this.welcome = message.welcome;
        this.#setState(message.state);
        break;
      case "clock":
        this.clockOffsetMs = message.offsetMs;
        this.roundTripMs = message.roundTripMs;
        break;
      case "publication":
        if (++this.#taken % ALIVE_COUNT === 0) {
          this.#alive();
        }
        this.#subscriptions.get(message.key)?.hand(message.publication, message.delivery);
        break;
      case "subscription":
        this.#subscriptions.get(message.key)?.become(message);
        break;
      case "told":
        this.#onTold(message);
        break;
      case "answer":
        this.#onAnswer(message);
        break;
      case "forgotten":
        for (const [key, subscription] of this.#subscriptions) {
          for (const channel of subscription.channels) {
            subscription.tell("gap", { channel, reason: "tab_behind" });
          }
          this.#begin(key, subscription);
        }
    }
  }

  #onTold({ key, event, value }: ToTab & { ev: "told" }): void {
    if (key === undefined) {
      this.#emitter.emit(event as keyof ClientEvents, value as never);
    } else {
      this.#subscriptions.get(key)?.tell(event as never, (event === "error" ? revived(value as never) : value) as never);
    }
  }

  #onAnswer({ call, value, error }: ToTab & { ev: "answer" }): void {
    const waiting = this.#calls.get(call);
    this.#calls.delete(call);
    if (error) {
      waiting?.reject(revived(error));
    } else {
      waiting?.resolve(value as never);
    }
  }

  #setState(state: ClientState): void {
    const previous = this.#state;
    if (previous === "closed") {
      return;
    }
    if (state !== previous) {
      this.#state = state;
      this.#emitter.emit("state", { state, previous });
    }
    if (state === "connected") {
      for (const { resolve } of this.#connected.splice(0)) {
        resolve();
      }
    } else if (state === "closed") {
      for (const { reject } of this.#connected.splice(0)) {
        reject(closed());
      }
    }
  }
}

function closed(): TickgateError {
  return new TickgateError("closed", "the client was closed");
}
