import type { Codec } from "../codec/codec.js";
import { TickgateError } from "../errors.js";
import type { Answer, Answers } from "../protocol/answers.js";
import type { Command } from "../protocol/commands.js";
import type { AnyPublication } from "../protocol/publications.js";
import type { Welcome } from "../protocol/unasked.js";
import { nowMicros, ServerClock } from "./clock.js";
import { Pulse } from "./pulse.js";
import { Requests } from "./requests.js";
import { abandon, hasten, isParting, onRefused, type WebSocketConstructor, type WebSocketLike } from "./socket.js";
import { GARBAGE, NO_WELCOME, SILENT, type Verdict, verdictOfClose, verdictOfStatus } from "./verdict.js";

/** Bounds of one connection; see `ClientOptions`. */
export interface ConnectionLimits {
  connectTimeoutMs: number;
  requestTimeoutMs: number;
  pingIntervalMs: number;
  pongTimeoutMs: number;
  maxPendingRequests: number;
  maxBadMessages: number;
}

/** How a connection ended. */
export interface Ending {
  /** The close code, or the HTTP status of a refused upgrade where the socket lets it be seen. */
  code: number;
  reason: string;
  verdict: Verdict;
}

/** Who hears from a connection. */
export interface ConnectionListener {
  onWelcome(connection: Connection, welcome: Welcome): void;
  /** What answers no command: publications and what comes unasked. */
  onMessage(connection: Connection, message: AnyPublication): void;
  onBadMessage(error: TickgateError): void;
  /** Once, and nothing after it. */
  onEnd(connection: Connection, ending: Ending): void;
}

/** Longer than browsers wait for a peer that has closed and lingers. */
const PARTING_MS = 5000;

/** One socket from its opening to its end. It is never opened again. */
export class Connection {
  readonly clock = new ServerClock();
  readonly openedAtMs = Date.now();
  welcome: Welcome | undefined;
  readonly #socket: WebSocketLike;
  readonly #requests: Requests;
  readonly #pulse: Pulse;
  readonly #welcomeTimer: ReturnType<typeof setTimeout>;
  #bad = 0;
  #parting: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(
    url: string,
    protocols: string[],
    socketType: WebSocketConstructor,
    private readonly codec: Codec,
    private readonly limits: ConnectionLimits,
    private readonly listener: ConnectionListener,
  ) {
    this.#requests = new Requests(limits.maxPendingRequests, limits.requestTimeoutMs);
    this.#pulse = new Pulse(
      limits.pingIntervalMs,
      limits.pongTimeoutMs,
      () => this.#ping(),
      () => this.#abandon(SILENT, "silent"),
    );
    this.#welcomeTimer = setTimeout(() => this.#abandon(NO_WELCOME, "no welcome"), limits.connectTimeoutMs);
    const socket = new socketType(url, protocols);
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onmessage = (event: { data: unknown }) => this.#onData(event.data);
    socket.onclose = (event: { code: number; reason: string }) =>
      this.#end({ code: event.code, reason: String(event.reason), verdict: verdictOfClose(event.code) });
    // What failed is told by the close behind it.
    socket.onerror = () => {};
    onRefused(socket, (status, retryAfterMs) => {
      this.#end({ code: status, reason: `HTTP ${status}`, verdict: verdictOfStatus(status, retryAfterMs) });
      abandon(socket, 1000, "");
    });
  }

  get pending(): number {
    return this.#requests.size;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Sends a command. Its answer is handed over before anything that the gateway sent behind it.
   *
   * @param rejected gets what the gateway answered, `timeout`, `connection_lost` or `too_many_pending`
   */
  request<C extends Command>(
    command: C,
    answered: (answer: Answers[C["type"]]) => void,
    rejected: (error: TickgateError) => void,
  ): void {
    if (this.#ended) {
      rejected(new TickgateError("connection_lost", "the connection has ended"));
      return;
    }
    this.#requests.add((id) => this.#socket.send(this.#encode({ ...command, id })), answered, rejected);
  }

  /** Sends what needs no answer. */
  send(command: Command): void {
    if (!this.#ended) {
      this.#socket.send(this.#encode(command));
    }
  }

  /** How many bytes the command takes on this connection, or characters in JSON, which are at least a byte each. */
  sizeOf(command: Command): number {
    return this.#encode(command).length;
  }

  /** Asks for a sign of life now. */
  check(): void {
    if (this.welcome && !this.#ended) {
      this.#pulse.check();
    }
  }

  /** Ends it as one that has fallen silent, to come back on another one. */
  giveUp(): void {
    if (!this.#ended) {
      this.#abandon(SILENT, "silent");
    }
  }

  /** Ends it without waiting for the peer. */
  close(code: number, reason: string): void {
    if (!this.#ended) {
      this.#end({ code, reason, verdict: { next: "end" } });
      abandonLater(this.#socket, code, reason);
    }
  }

  #encode(command: Command & { id?: number }): string | Uint8Array<ArrayBuffer> {
    return this.codec.encode(command) as string | Uint8Array<ArrayBuffer>;
  }

  #ping(): void {
    this.request(
      { type: "ping", t0: nowMicros() },
      (pong) => this.clock.observe(pong, nowMicros()),
      // A ping without a pong is the pulse's business.
      () => {},
    );
  }

  #onData(data: unknown): void {
    this.#pulse.heard();
    try {
      this.#onMessage(messageOf(this.codec.decode(data)));
    } catch (error) {
      // Also a message whose fields are not what they should be; handlers and listeners have caught their own.
      this.#onBad(error);
    }
  }

  #onMessage(message: AnyPublication): void {
    if (!this.welcome) {
      this.#onFirst(message);
    } else if (isPublication(message) || !this.#requests.answer(message as Answer & { type: string })) {
      this.listener.onMessage(this, message);
    }
  }

  #onFirst(message: AnyPublication): void {
    if (message.type !== "connection_established") {
      this.#onBad(new TickgateError("bad_message", `${message.type} ahead of the welcome`));
      return;
    }
    clearTimeout(this.#welcomeTimer);
    this.welcome = message as unknown as Welcome;
    this.#pulse.start();
    this.listener.onWelcome(this, this.welcome);
  }

  #onBad(error: unknown): void {
    this.listener.onBadMessage(
      error instanceof TickgateError ? error : new TickgateError("bad_message", String(error), undefined, error),
    );
    if (++this.#bad >= this.limits.maxBadMessages) {
      this.#abandon(GARBAGE, "garbage");
    }
  }

  #abandon(code: number, reason: string): void {
    if (isParting(this.#socket) && this.#parting === undefined) {
      // It is not silent: it has closed, and only lingers. What it said counts, and may take a moment to be told.
      this.#parting = setTimeout(() => this.#abandon(code, reason), PARTING_MS);
      hasten(this.#socket);
      return;
    }
    abandon(this.#socket, code, reason);
    this.#end({ code, reason, verdict: { next: "retry" } });
  }

  #end(ending: Ending): void {
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    clearTimeout(this.#welcomeTimer);
    clearTimeout(this.#parting);
    this.#pulse.stop();
    this.#requests.failAll(new TickgateError("connection_lost", `the connection ended with ${ending.code} ${ending.reason}`));
    this.listener.onEnd(this, ending);
  }
}

/** A peer that lives gets its close frame; one that does not answer it holds nothing for long. */
function abandonLater(socket: WebSocketLike, code: number, reason: string): void {
  const timer = setTimeout(() => abandon(socket, code, reason), 1000);
  socket.onopen = socket.onmessage = null;
  socket.onerror = () => {};
  socket.onclose = () => clearTimeout(timer);
  socket.close(code, reason);
}

/** Publishers choose their own fields, `type` and `id` among them: only these two are the gateway's, and only on publications. */
export function isPublication(message: AnyPublication): boolean {
  return typeof message.offset === "number" && typeof message.server_time === "number";
}

function messageOf(value: unknown): AnyPublication {
  if (typeof value !== "object" || value === null || typeof (value as AnyPublication).type !== "string") {
    throw new TickgateError("bad_message", "a message that is no object with a type");
  }
  return value as AnyPublication;
}
