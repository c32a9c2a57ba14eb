import { type AnyPublication, type Delivery, type KeptNotification, type Subscription, TickgateClient } from "@tickgate/client";
import type { Account } from "./account.ts";

/** Updates a second and symbol: more than an eye takes in is not asked for. */
const MAX_HZ = 5;

/** Notifications that are asked for when they are live. */
const INBOX_MAX = 50;

/** Gaps that cost nothing where a snapshot is asked for: the newest values come again. */
const MADE_GOOD = new Set(["epoch_changed", "family"]);

export type Connectedness = "connecting" | "live" | "lost" | "ended";

/** Who hears of what comes. */
export interface Listener {
  onState(state: Connectedness, text: string): void;
  /** @param delayMs since the gateway gave it its offset; null where that cannot be told */
  onMessage(delayMs: number | null, standsFor: number): void;
  onQuote(channel: string, message: AnyPublication): void;
  onChart(message: AnyPublication): void;
  onBacktest(message: AnyPublication): void;
  onNotification(message: AnyPublication): void;
  /** What the gateway keeps of notifications, newest first. */
  onInbox(kept: readonly KeptNotification[]): void;
  onSystem(message: AnyPublication): void;
  /** Of this channel's members all that there is comes again, and nothing else counts any more. */
  onAnew(channel: string): void;
  /** Something was lost that does not come again. */
  onGap(): void;
  /** The gateway wants to know who asks. Once a session. */
  onStranger(why: string): void;
}

/** One client of the gateway, with everything that the page follows. */
export class Session {
  readonly client: TickgateClient;
  #chart: Subscription<AnyPublication> | undefined;
  #isClosed = false;
  #hasAsked = false;
  /** The newest notification that is here. */
  #newest: string | undefined;
  /** Notifications are missing behind this one, until the gateway's list says otherwise. */
  #missed: { behind: string | undefined } | undefined;

  constructor(
    private readonly account: Account,
    private readonly listener: Listener,
  ) {
    this.client = new TickgateClient({
      url: new URL("api/v1/websocket/ws", document.baseURI).href,
      clientId: "trading-view",
      // Somebody looks at it and waits.
      reconnect: { slowMs: 5000 },
      ...(account.token ? { token: account.token } : { userId: account.user }),
    });
    this.#watchConnection();
    this.#follow("market_data", { snapshot: true, maxHz: MAX_HZ, counts: true }, (message, { channel }) => listener.onQuote(channel, message));
    this.#follow("backtest_progress", { snapshot: true }, (message) => listener.onBacktest(message));
    this.#follow("notifications", {}, (message) => this.#onNotification(message)).on("subscribed", () => void this.#readInbox());
    this.#follow("system_status", { snapshot: true }, (message) => listener.onSystem(message));
    void this.client.connect();
  }

  /** Follows the chart of this symbol, and of no other. */
  chart(symbol: string): void {
    this.#chart?.unsubscribe().catch(() => {
      // A connection that is gone has no subscriptions.
    });
    this.#chart = this.#follow(`chart_updates:${symbol}`, { snapshot: true }, (message) => this.listener.onChart(message));
  }

  close(): void {
    this.#isClosed = true;
    this.client.close();
  }

  #watchConnection(): void {
    this.client.on("state", ({ state }) => {
      if (state === "connected") {
        this.listener.onState("live", "Live");
      } else if (state === "connecting") {
        this.listener.onState("connecting", "Connecting…");
      } else if (state === "reconnecting") {
        this.listener.onState("lost", "Connecting again…");
      }
    });
    this.client.on("retry", ({ attempt, inMs }) => {
      this.listener.onState("lost", `Not connected; next attempt in ${Math.max(1, Math.round(inMs / 1000))} s`);
      if (attempt > 1) {
        void this.#askWhy();
      }
    });
    this.client.on("closed", ({ code, reason }) => {
      if (this.#isClosed) {
        return;
      }
      this.listener.onState("ended", `Ended by the gateway (${code}${reason ? ` ${reason}` : ""}); reload to come back`);
      if (code === 4500 || code === 4501) {
        this.#askWho("The gateway asks for a token.");
      }
    });
  }

  /** What an operator's configuration does not allow is done without. */
  #follow(
    channel: string,
    options: { snapshot?: boolean; maxHz?: number; counts?: boolean },
    handler: (message: AnyPublication, delivery: Delivery) => void,
  ): Subscription<AnyPublication> {
    const subscription = this.client.subscribe<AnyPublication>(channel, options, (message, delivery) => {
      if (!delivery.past) {
        this.listener.onMessage(this.client.ageMs(message) ?? null, message.update_count ?? 1);
      }
      handler(message, delivery);
    });
    subscription.on("gap", ({ reason }) => {
      if (options.snapshot && MADE_GOOD.has(reason)) {
        this.listener.onAnew(channel);
      } else if (channel === "notifications") {
        this.#missed ??= { behind: this.#newest };
        if (reason === "hole") {
          void this.#readInbox();
        }
      } else {
        this.listener.onGap();
      }
    });
    subscription.on("lag", ({ reason }) => {
      if (reason !== "conflated") {
        this.listener.onGap();
      }
    });
    subscription.on("unsubscribed", ({ reason }) => {
      if (reason === "operator") {
        this.listener.onState("live", `Live, but an operator has ended ${channel}`);
      }
    });
    subscription.on("error", (error) => {
      if (error.code === "unauthorized") {
        this.#askWho("The gateway asks for a token.");
      } else if (error.code === "forbidden") {
        this.#askWho(`This account may not read ${channel}.`);
      } else if (error.code === "snapshot_too_large") {
        const { snapshot: _, ...rest } = options;
        this.#follow(channel, rest, handler);
      } else if (error.code === "conflation_not_allowed") {
        this.#follow(channel, options.snapshot ? { snapshot: true } : {}, handler);
      }
    });
    return subscription;
  }

  #onNotification(message: AnyPublication): void {
    const { notification } = message as { notification?: { id?: string } | null };
    this.#newest = notification?.id ?? this.#newest;
    this.listener.onNotification(message);
  }

  /** The list makes good what was missed where it reaches back to what was here before. */
  async #readInbox(): Promise<void> {
    let kept: KeptNotification[];
    try {
      kept = (await this.client.getNotifications(INBOX_MAX)).notifications;
    } catch {
      // The connection is gone: the next one asks again.
      return;
    }
    this.listener.onInbox(kept);
    this.#newest = kept[0]?.id ?? this.#newest;
    const missed = this.#missed;
    this.#missed = undefined;
    if (missed && !kept.some(({ id }) => id === missed.behind)) {
      this.listener.onGap();
    }
  }

  /** Once: who has put it away does not want to be asked at every attempt. */
  #askWho(why: string): void {
    if (!this.#hasAsked) {
      this.#hasAsked = true;
      this.listener.onStranger(why);
    }
  }

  /** A browser does not say why a WebSocket was refused; a plain request is told. */
  async #askWhy(): Promise<void> {
    const headers: Record<string, string> = this.account.token ? { Authorization: `Bearer ${this.account.token}` } : {};
    try {
      const answer = await fetch("api/v1/websocket/status", { cache: "no-store", headers });
      if (answer.status === 401 && !this.#isClosed) {
        this.#askWho(this.account.token ? "The gateway does not take this token." : "The gateway asks for a token.");
      }
    } catch {
      // Nobody is there.
    }
  }
}
