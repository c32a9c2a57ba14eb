import type { ClientState, Closed, RetryPlanned } from "../client-events.js";
import { TickgateError } from "../errors.js";
import type { Settings } from "../options.js";
import type { AnyPublication } from "../protocol/publications.js";
import type { ServerShutdown, Welcome } from "../protocol/unasked.js";
import { Backoff } from "./backoff.js";
import { Connection, type ConnectionListener, type Ending } from "./connection.js";
import type { Tokens } from "./tokens.js";
import { ABNORMAL } from "./verdict.js";

/** Who hears how the link is. */
export interface LinkListener {
  onState(state: ClientState): void;
  /** @param token proves on it who was on the connection before */
  onConnected(connection: Connection, welcome: Welcome, token: string | undefined): void;
  onMessage(connection: Connection, message: AnyPublication): void;
  onLost(connection: Connection): void;
  /** Whether what comes on it still counts, though there is another one. */
  isNeeded(connection: Connection): boolean;
  onRetry(retry: RetryPlanned): void;
  /** For good. */
  onClosed(closed: Closed, error: TickgateError): void;
  onError(error: TickgateError): void;
}

/** How long the connection that is left may live on for its last answers, and until the other one has taken over. */
const LEAVING_MS = 2000;
/** Timers run at once beyond it. */
const DELAY_MAX_MS = 2 ** 31 - 1;
const UNTOLD_MS = 5000;

/** What is waited for. */
interface Planned {
  dueAtMs: number;
  /** The gateway, or the protocol, has named the time: it is kept to. */
  told: boolean;
  why: Closed;
}

/** Keeps one connection alive: makes it, notices its end, makes the next one when its time has come. */
export class Link implements ConnectionListener {
  readonly #backoff: Backoff;
  #current: Connection | undefined;
  #next: Connection | undefined;
  /** What runs now: a timer, a token that is fetched, or an attempt. Anything that belongs to an older one is stale. */
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #planned: Planned | undefined;
  #resumeToken: string | undefined;
  #closed = false;

  constructor(
    private readonly settings: Settings,
    private readonly tokens: Tokens,
    private readonly listener: LinkListener,
  ) {
    this.#backoff = new Backoff(settings.reconnect, settings.random);
  }

  get current(): Connection | undefined {
    return this.#current;
  }

  open(): void {
    this.listener.onState("connecting");
    void this.#dial();
  }

  /** The network is back: what waits by its own choice hardly waits any longer, and what lives has to show it. */
  hurry(): void {
    this.#current?.check();
    const planned = this.#planned;
    if (planned && !planned.told && !this.#current && !this.#closed) {
      const inMs = this.#backoff.hurried();
      if (Date.now() + inMs < planned.dueAtMs) {
        this.#plan(inMs, false, planned.why);
      }
    }
  }

  /** The gateway stops. Another connection is made at the moment it names, and only then is this one left. */
  onShutdown({ reconnect_after_ms: inMs, resume_token: token }: ServerShutdown): void {
    this.#resumeToken = token ?? this.#resumeToken;
    if (this.#backoff.never) {
      return;
    }
    // What is no time is one at random, as for a client that was not told.
    this.#plan(inMs >= 0 ? inMs : this.settings.random() * UNTOLD_MS, true, { code: 1001, reason: "server_shutdown" });
  }

  /** The resume token that an `authenticated` has brought. */
  onResumeToken(token: string): void {
    this.#resumeToken = token;
  }

  close(): void {
    this.#finish({ code: 1000, reason: "" }, new TickgateError("closed", "the client was closed"));
  }

  onWelcome(connection: Connection, welcome: Welcome): void {
    const before = this.#current;
    this.#next = undefined;
    this.#current = connection;
    this.tokens.accepted();
    const token = this.#resumeToken;
    this.#resumeToken = welcome.resume_token;
    this.listener.onConnected(connection, welcome, token);
    if (before) {
      leave(before, () => this.listener.isNeeded(before));
    }
    this.listener.onState("connected");
  }

  onMessage(connection: Connection, message: AnyPublication): void {
    this.listener.onMessage(connection, message);
  }

  onBadMessage(error: TickgateError): void {
    this.listener.onError(error);
  }

  onEnd(connection: Connection, ending: Ending): void {
    if (connection === this.#next) {
      this.#next = undefined;
      this.#comeBack(ending);
    } else if (connection === this.#current) {
      this.#current = undefined;
      this.#backoff.ended(Date.now() - connection.openedAtMs);
      this.listener.onLost(connection);
      if (!this.#closed) {
        this.listener.onState("reconnecting");
        this.#afterLoss(ending);
      }
    } else {
      // One that was left already.
      this.listener.onLost(connection);
    }
  }

  /** Where an appointment stands, or the next connection is on its way, that is how to come back. */
  #afterLoss(ending: Ending): void {
    if (ending.verdict.next === "end" || !(this.#planned || this.#next)) {
      this.#comeBack(ending);
    }
  }

  #comeBack(ending: Ending): void {
    const { verdict, code, reason } = ending;
    if (this.#closed) {
      return;
    }
    if (verdict.next === "token") {
      this.tokens.refused();
    }
    if (verdict.next === "end" || (verdict.next === "token" && !this.tokens.renewable)) {
      this.#finish(ending, new TickgateError("refused", `not to come back: ${code} ${reason}`));
      return;
    }
    const inMs = this.#backoff.next(verdict);
    if (inMs === undefined) {
      this.#finish(ending, new TickgateError("refused", `no attempt is left: ${code} ${reason}`));
      return;
    }
    this.#plan(inMs, verdict.waitMs !== undefined, ending);
  }

  #plan(inMs: number, told: boolean, why: Closed): void {
    const { code, reason } = why;
    clearTimeout(this.#timer);
    this.#attempt++;
    this.#planned = { dueAtMs: Date.now() + inMs, told, why };
    this.#timer = setTimeout(() => void this.#dial(), Math.min(inMs, DELAY_MAX_MS));
    this.listener.onRetry({ attempt: this.#backoff.attempts, inMs, code, reason });
  }

  async #dial(): Promise<void> {
    clearTimeout(this.#timer);
    this.#planned = undefined;
    const attempt = ++this.#attempt;
    let token: string | undefined;
    try {
      token = await this.tokens.get();
    } catch (error) {
      if (attempt === this.#attempt && !this.#closed) {
        this.listener.onError(error as TickgateError);
        this.#comeBack({ code: ABNORMAL, reason: "no token", verdict: { next: "retry" } });
      }
      return;
    }
    if (attempt !== this.#attempt || this.#closed) {
      return;
    }
    const { url, codec, socketType, limits } = this.settings;
    const protocols = [codec.protocol, ...(token ? [`gateway.auth.${token}`] : [])];
    try {
      this.#next = new Connection(url.href, protocols, socketType, codec, limits, this);
    } catch (error) {
      // No socket can be made of these arguments, now or later: a token with characters that no header may have.
      this.#finish({ code: ABNORMAL, reason: String(error) }, new TickgateError("invalid_argument", String(error)));
    }
  }

  #finish({ code, reason }: Closed, error: TickgateError): void {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#attempt++;
    clearTimeout(this.#timer);
    this.#next?.close(1000, "");
    this.#current?.close(1000, "");
    this.listener.onState("closed");
    this.listener.onClosed({ code, reason }, error);
  }
}

/** Lets come what is on its way and needed, and goes. */
function leave(connection: Connection, isNeeded: () => boolean): void {
  const deadline = Date.now() + LEAVING_MS;
  const look = () => {
    if (connection.ended || (connection.pending === 0 && !isNeeded()) || Date.now() >= deadline) {
      clearInterval(timer);
      connection.close(1000, "");
    }
  };
  const timer = setInterval(look, 50);
  look();
}
