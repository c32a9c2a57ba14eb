import type { ClientEvents, ClientState } from "./client-events.js";
import { Commands, type PlainCommand } from "./commands.js";
import { nowMicros } from "./connection/clock.js";
import { type Connection, isPublication } from "./connection/connection.js";
import { Link, type LinkListener } from "./connection/link.js";
import { Tokens } from "./connection/tokens.js";
import { Emitter } from "./emitter.js";
import { requireThat, TickgateError } from "./errors.js";
import { fromWire, type GrantedLimits, isUnlimited, type Limits, narrower, toWire } from "./limits.js";
import { type ClientOptions, settingsOf, type TokenReason } from "./options.js";
import { watchPage } from "./page.js";
import type { Answers, Authenticated } from "./protocol/answers.js";
import type { Command } from "./protocol/commands.js";
import type { AnyPublication, ChartUpdate, Publication } from "./protocol/publications.js";
import type { ErrorMessage, Lag, ServerShutdown, SnapshotPage, TokenExpiring, Unsubscribed, Welcome } from "./protocol/unasked.js";
import { chartChannel } from "./subscription/channels.js";
import type { Handler, SubscribeOptions } from "./subscription/options.js";
import { Subscription } from "./subscription/subscription.js";
import { Subscriptions } from "./subscription/subscriptions.js";

/**
 * A client of one gateway, or of several behind one address: one connection that comes back by itself, and what is
 * followed on it.
 *
 * @example
 * const client = new TickgateClient({ url: "ws://127.0.0.1:8001" });
 * client.subscribe<Quote>("market_data:0700.HK", { snapshot: true }, (quote) => show(quote));
 * await client.connect();
 */
export class TickgateClient extends Commands {
  readonly #emitter = new Emitter<ClientEvents>();
  readonly #subscriptions = new Subscriptions((event, value) => this.#emitter.emit(event, value as never));
  readonly #tokens: Tokens;
  readonly #link: Link;
  readonly #hidden: Limits;
  readonly #unwatch: () => void;
  #state: ClientState = "disconnected";
  #limits: Limits = {};
  #isHidden = false;
  #waiting: { resolve: () => void; reject: (error: TickgateError) => void }[] = [];
  #end: TickgateError | undefined;

  /** Nothing is sent before `connect`. @throws TickgateError `invalid_argument`, whose text begins with the option's name */
  constructor(options: ClientOptions) {
    super();
    const settings = settingsOf(options);
    this.#hidden = settings.hidden;
    this.#tokens = new Tokens(options.token, options.getToken);
    this.#link = new Link(settings, this.#tokens, this.#linkListener());
    this.#unwatch = watchPage({ onHidden: (hidden) => this.#onHidden(hidden), onBack: () => this.#link.hurry() });
  }

  get state(): ClientState {
    return this.#state;
  }

  /** The welcome of the connection that lives. */
  get welcome(): Welcome | undefined {
    return this.#link.current?.welcome;
  }

  /** Milliseconds by which the gateway's clock is ahead of this machine's; undefined until a pong has come. */
  get clockOffsetMs(): number | undefined {
    return this.#link.current?.clock.best?.offsetMs;
  }

  /** Milliseconds to the gateway and back, the shortest of the last pings. */
  get roundTripMs(): number | undefined {
    return this.#link.current?.clock.best?.roundTripMs;
  }

  /** The gateway's time, Unix seconds; this machine's until a pong has come. */
  serverNow(): number {
    return nowMicros() / 1e6 + (this.clockOffsetMs ?? 0) / 1e3;
  }

  /** Milliseconds since the gateway gave the publication its offset; undefined where it has none. */
  ageMs(publication: AnyPublication): number | undefined {
    const { server_time: at } = publication;
    return at === undefined ? undefined : (this.serverNow() - at) * 1e3;
  }

  /** @returns a function that takes the listener away again */
  on<E extends keyof ClientEvents>(event: E, listener: (event: ClientEvents[E]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  /** Connects, and keeps connected until `close`. Resolves with the first welcome, or at once; rejects when the client is closed before. */
  connect(): Promise<void> {
    if (this.#end) {
      return Promise.reject(this.#end);
    }
    if (this.#state === "connected") {
      return Promise.resolve();
    }
    const connected = new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    // Who does not wait for it hears of it by `closed`.
    connected.catch(() => {});
    if (this.#state === "disconnected") {
      this.#link.open();
    }
    return connected;
  }

  /** For good. Subscriptions end; what waits for an answer is rejected. */
  close(): void {
    this.#link.close();
  }

  /**
   * Follows a channel, a list of them or a whole family, now and after every reconnect. May be called at any time.
   * A channel may be followed several times on the same terms.
   *
   * @param target `market_data:0700.HK`; 1 to 500 such names; or `market_data` for all of its members
   * @param handler may be left out by who iterates: `for await (const quote of client.subscribe<Quote>(…))`
   * @throws TickgateError `invalid_argument`; `options_conflict` where the channel is followed on other terms
   */
  subscribe<M extends AnyPublication = Publication>(target: string | string[], handler?: Handler<M>): Subscription<M>;
  subscribe<M extends AnyPublication = Publication>(
    target: string | string[],
    options: SubscribeOptions,
    handler?: Handler<M>,
  ): Subscription<M>;
  subscribe<M extends AnyPublication = Publication>(
    target: string | string[],
    first: SubscribeOptions | Handler<M> = {},
    second?: Handler<M>,
  ): Subscription<M> {
    const [options, handler] = typeof first === "function" ? [{}, first] : [first, second];
    return this.#add(new Subscription<M>(this.#subscriptions, typeof target === "string" ? [target] : target, options, handler));
  }

  /**
   * Follows a chart.
   *
   * @param history its newest points come first, as one `batch`: 0 to 1000
   */
  subscribeChart(symbol: string, options: { history?: number } = {}, handler?: Handler<ChartUpdate>): Subscription<ChartUpdate> {
    const { history = 0 } = options;
    requireThat(Number.isInteger(history) && history >= 0 && history <= 1000, "history: 0 to 1000");
    return this.#add(new Subscription<ChartUpdate>(this.#subscriptions, [chartChannel(symbol)], {}, handler, { symbol, history }));
  }

  request<C extends PlainCommand>(command: C): Promise<Answers[C["type"]]> {
    return this.#request(command);
  }

  /**
   * Bounds what this connection is sent, and every later one; what is not named is not limited.
   *
   * @returns what applies now; undefined without a connection
   */
  async setLimits(limits: Limits): Promise<GrantedLimits | undefined> {
    this.#limits = limits;
    return this.#applyLimits();
  }

  /** Shows another token on the open connection, and on later ones. Without one it counts from the next on. */
  async authenticate(token: string): Promise<Authenticated | undefined> {
    const answer = this.#state === "connected" ? await this.#request({ type: "authenticate", token }) : undefined;
    this.#tokens.use(token);
    if (answer?.resume_token !== undefined) {
      this.#link.onResumeToken(answer.resume_token);
    }
    return answer;
  }

  /** Measures the clock and the way once more. */
  async ping(): Promise<{ roundTripMs: number }> {
    const connection = this.#connection();
    const pong = await this.#request({ type: "ping", t0: nowMicros() });
    const t3 = nowMicros();
    connection.clock.observe(pong, t3);
    return { roundTripMs: (t3 - (pong.t0 ?? t3) - ((pong.t2 ?? 0) - (pong.t1 ?? 0))) / 1e3 };
  }

  #add<M extends AnyPublication>(subscription: Subscription<M>): Subscription<M> {
    if (this.#end) {
      throw this.#end;
    }
    this.#subscriptions.add(subscription as unknown as Subscription);
    return subscription;
  }

  #connection(): Connection {
    const connection = this.#link.current;
    if (!connection) {
      throw this.#end ?? new TickgateError("not_connected", `the client is ${this.#state}`);
    }
    return connection;
  }

  async #request<C extends Command>(command: C): Promise<Answers[C["type"]]> {
    const connection = this.#connection();
    return new Promise((resolve, reject) => connection.request(command, resolve, reject));
  }

  async #applyLimits(): Promise<GrantedLimits | undefined> {
    const wanted = this.#isHidden ? narrower(this.#limits, this.#hidden) : this.#limits;
    const connection = this.#link.current;
    if (!connection) {
      return undefined;
    }
    return new Promise((resolve, reject) =>
      connection.request(
        { type: "set_limits", ...toWire(wanted) },
        ({ granted, caps }) => {
          this.#subscriptions.limited(granted.max_hz !== undefined);
          resolve({ granted: fromWire(granted), caps: fromWire(caps) });
        },
        reject,
      ),
    );
  }

  #onHidden(hidden: boolean): void {
    if (this.#isHidden !== hidden && !isUnlimited(this.#hidden)) {
      this.#isHidden = hidden;
      this.#applyLimits().catch((error: TickgateError) => this.#emitter.emit("error", error));
    }
  }

  #linkListener(): LinkListener {
    return {
      onState: (state) => this.#onState(state),
      onConnected: (connection, welcome, token) => this.#onConnected(connection, welcome, token),
      onMessage: (connection, message) => this.#onMessage(connection, message),
      onLost: (connection) => this.#subscriptions.lost(connection),
      isNeeded: (connection) => this.#subscriptions.live === connection,
      onRetry: (retry) => this.#emitter.emit("retry", retry),
      onError: (error) => this.#emitter.emit("error", error),
      onClosed: (closed, error) => {
        this.#end = error;
        this.#unwatch();
        this.#subscriptions.finish(error);
        this.#emitter.emit("closed", closed);
        for (const { reject } of this.#waiting.splice(0)) {
          reject(error);
        }
      },
    };
  }

  #onState(state: ClientState): void {
    const previous = this.#state;
    if (state === previous) {
      return;
    }
    this.#state = state;
    this.#emitter.emit("state", { state, previous });
    if (state === "connected") {
      for (const { resolve } of this.#waiting.splice(0)) {
        resolve();
      }
    }
  }

  #onConnected(connection: Connection, welcome: Welcome, token: string | undefined): void {
    this.#subscriptions.limited(false);
    if (!isUnlimited(this.#limits) || this.#isHidden) {
      this.#applyLimits().catch((error: TickgateError) => this.#emitter.emit("error", error));
    }
    this.#subscriptions.moveTo(connection, token);
    this.#emitter.emit("welcome", welcome);
  }

  #onMessage(connection: Connection, message: AnyPublication): void {
    this.#emitter.emit("message", message);
    if (isPublication(message)) {
      // Its publisher chose the type: whatever that says, it is a publication.
      if (connection === this.#subscriptions.live) {
        this.#subscriptions.publish(message);
      }
      return;
    }
    switch (message.type) {
      case "error":
        this.#onErrorMessage(message as unknown as ErrorMessage);
        break;
      case "server_shutdown":
        if (connection === this.#link.current) {
          this.#emitter.emit("shutdown", message as unknown as ServerShutdown);
          this.#link.onShutdown(message as unknown as ServerShutdown);
        }
        break;
      case "token_expiring":
        this.#emitter.emit("tokenExpiring", message as unknown as TokenExpiring);
        void this.#renewToken("expiring");
        break;
      default:
        if (connection === this.#subscriptions.live) {
          this.#onSubscribed(message);
        }
    }
  }

  /** What concerns subscriptions, and so counts on the connection that they live on. */
  #onSubscribed(message: AnyPublication): void {
    switch (message.type) {
      case "lag":
        this.#subscriptions.lag(message as unknown as Lag);
        break;
      case "snapshot":
        this.#subscriptions.snapshot(message as unknown as SnapshotPage);
        break;
      case "unsubscribed": {
        const { channel, reason } = message as unknown as Unsubscribed;
        this.#subscriptions.drop(channel, reason);
        break;
      }
      case "backtest_progress_update":
      case "chart_update":
      case "system_status_update":
        this.#subscriptions.publish(message);
        break;
    }
  }

  #onErrorMessage(message: ErrorMessage): void {
    if (!this.#subscriptions.onError(message)) {
      this.#emitter.emit("error", TickgateError.of(message));
    }
  }

  async #renewToken(reason: TokenReason): Promise<void> {
    try {
      const token = await this.#tokens.renew(reason);
      if (token !== undefined) {
        await this.authenticate(token);
      }
    } catch (error) {
      this.#emitter.emit("error", error as TickgateError);
    }
  }
}
