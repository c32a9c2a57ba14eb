import type { TickgateClient } from "../client.js";
import type { PlainCommand } from "../commands.js";
import { TickgateError } from "../errors.js";
import type { AnyPublication } from "../protocol/publications.js";
import type { SubscriptionEvents } from "../subscription/events.js";
import type { Delivery } from "../subscription/options.js";
import type { Subscription } from "../subscription/subscription.js";
import { type FromTab, plain, type Port, type ToTab } from "./messages.js";

const TOLD: (keyof SubscriptionEvents)[] = ["subscribed", "gap", "lag", "unsubscribed", "error"];

/** One tab, as the worker sees it. */
export class Tab {
  readonly #subscriptions = new Map<number, Subscription<AnyPublication>>();
  #sent = 0;
  #taken = 0;
  #behind = false;
  #gone = false;
  heardAtMs = Date.now();

  /**
   * @param windowMax publications that may be on their way to it; a frozen tab gets no more, and is told of a gap
   * @param back is called when one that was forgotten speaks again, and knows nothing of what has been
   */
  constructor(
    private readonly client: TickgateClient,
    private readonly port: Port,
    private readonly windowMax: number,
    private readonly left: (tab: Tab) => void,
    private readonly back: (tab: Tab) => void,
  ) {
    port.onmessage = ({ data }: MessageEvent<FromTab>) => this.#onMessage(data);
    port.start?.();
  }

  /** A tab that is gone gets nothing: what is sent to it waits in its port for ever. */
  post(message: ToTab): void {
    if (!this.#gone) {
      this.port.postMessage(message);
    }
  }

  /** Ends what it follows, and says so for the day when it wakes up. Until it speaks again that is the last it gets. */
  forget(): void {
    if (this.#subscriptions.size > 0) {
      this.post({ ev: "forgotten" });
      this.#leaveAll();
    }
    this.#gone = true;
  }

  #onMessage(message: FromTab): void {
    this.heardAtMs = Date.now();
    if (this.#gone) {
      this.#gone = false;
      this.back(this);
    }
    switch (message.op) {
      case "subscribe":
        this.#subscribe(message);
        break;
      case "unsubscribe":
        this.#answer(message.call, this.#take(message.key)?.unsubscribe());
        break;
      case "set_channels":
        this.#answer(message.call, this.#subscriptions.get(message.key)?.setChannels(message.channels));
        break;
      case "ack":
        this.#subscriptions.get(message.key)?.ack(message.channel, message.offset);
        break;
      case "request":
        this.#answer(message.call, this.client.request(message.command as PlainCommand));
        break;
      case "alive":
        this.#onAlive(message.taken);
        break;
      case "bye":
        this.#leaveAll();
        this.left(this);
        this.port.close();
    }
  }

  #subscribe({ key, channels, options, chart }: FromTab & { op: "subscribe" }): void {
    const handler = (publication: AnyPublication, delivery: Delivery) => this.#deliver(key, publication, delivery);
    let subscription: Subscription<AnyPublication>;
    try {
      subscription = chart
        ? (this.client.subscribeChart(chart.symbol, chart, handler) as unknown as Subscription<AnyPublication>)
        : this.client.subscribe<AnyPublication>(channels, options, handler);
    } catch (error) {
      this.post({ ev: "subscription", key, state: "ended", channels: [], error: plain(error) });
      return;
    }
    this.#subscriptions.set(key, subscription);
    for (const event of TOLD) {
      subscription.on(event, (value) => {
        if ((event === "gap" || event === "lag") && this.#isBehind()) {
          // One gap will stand for all.
          return;
        }
        this.post({ ev: "told", key, event, value: value instanceof TickgateError ? plain(value) : value });
        this.#tellState(key, subscription);
      });
    }
    subscription.ready.catch((error: unknown) => {
      this.post({ ev: "subscription", key, state: "ended", channels: subscription.channels, error: plain(error) });
    });
  }

  #tellState(key: number, { state, channels }: Subscription<AnyPublication>): void {
    this.post({ ev: "subscription", key, state, channels });
  }

  #deliver(key: number, publication: AnyPublication, delivery: Delivery): void {
    if (!this.#isBehind()) {
      this.#sent++;
      this.post({ ev: "publication", key, publication, delivery });
    }
  }

  #isBehind(): boolean {
    return (this.#behind ||= this.#sent - this.#taken >= this.windowMax);
  }

  #onAlive(taken: number): void {
    this.#taken = taken;
    if (this.#behind) {
      this.#behind = false;
      for (const [key, subscription] of this.#subscriptions) {
        for (const channel of subscription.channels) {
          this.post({ ev: "told", key, event: "gap", value: { channel, reason: "tab_behind" } });
        }
      }
    }
  }

  #answer(call: number, promise: Promise<unknown> | undefined): void {
    (promise ?? Promise.resolve()).then(
      (value) => this.post({ ev: "answer", call, value }),
      (error: unknown) => this.post({ ev: "answer", call, error: plain(error) }),
    );
  }

  #take(key: number): Subscription<AnyPublication> | undefined {
    const subscription = this.#subscriptions.get(key);
    this.#subscriptions.delete(key);
    return subscription;
  }

  #leaveAll(): void {
    for (const key of [...this.#subscriptions.keys()]) {
      // Without a connection there is nobody to tell.
      this.#take(key)?.unsubscribe().catch(() => {});
    }
  }
}

