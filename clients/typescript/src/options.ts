import { jsonCodec, type Codec } from "./codec/codec.js";
import { messagePackCodec, type MessagePackLibrary } from "./codec/msgpack.js";
import type { ReconnectOptions } from "./connection/backoff.js";
import type { ConnectionLimits } from "./connection/connection.js";
import type { WebSocketConstructor } from "./connection/socket.js";
import { requireThat } from "./errors.js";
import type { Limits } from "./limits.js";

/** Why a token is asked for. */
export type TokenReason = "connect" | "expiring" | "refused";

/** Everything but the URL has a default. */
export interface ClientOptions extends Partial<ConnectionLimits> {
  /** `ws://` or `wss://` (or `http(s)://`) of the gateway; without a path it is `/api/v1/websocket/ws`. */
  url: string;
  /** Default `"json"`; `"msgpack"` needs `messagePack`. */
  format?: "json" | "msgpack";
  /** `@msgpack/msgpack`, or what has the same two functions. */
  messagePack?: MessagePackLibrary;
  /** Default: the global one. Node 20 has none: `import WebSocket from "ws"`. */
  WebSocket?: WebSocketConstructor;
  /** A token or an API key. */
  token?: string;
  /** Brings a token, first and whenever another one is needed. */
  getToken?: (reason: TokenReason) => string | Promise<string>;
  /** Whose connection it is, while the gateway asks for no token. */
  userId?: string;
  /** A label for the gateway's log. */
  clientId?: string;
  /** How to come back; `false`: not at all. */
  reconnect?: ReconnectOptions | false;
  /** What holds while the page is hidden; `false`: nothing changes. Default `{ maxHz: 1 }`. */
  hidden?: Limits | false;
  /** Milliseconds from dialling to the welcome. Default 10,000. */
  connectTimeoutMs?: number;
  /** Milliseconds a command waits for its answer. Default 5000. */
  requestTimeoutMs?: number;
  /** Milliseconds between two pings, which measure the clock and find a silent gateway. Default 15,000. */
  pingIntervalMs?: number;
  /** Milliseconds after a ping within which anything has to come. Default 5000. */
  pongTimeoutMs?: number;
  /** Commands that may wait for their answers. Default 1000. */
  maxPendingRequests?: number;
  /** Messages of one connection that are none; with this many it is left and another one made. Default 100. */
  maxBadMessages?: number;
  /** Uniform in [0, 1), for jitter. Default `Math.random`. */
  random?: () => number;
}

/** Options with their defaults. */
export interface Settings {
  url: URL;
  codec: Codec;
  socketType: WebSocketConstructor;
  limits: ConnectionLimits;
  reconnect: ReconnectOptions;
  hidden: Limits;
  random: () => number;
}

const PATH = "/api/v1/websocket/ws";

const LIMITS: ConnectionLimits = {
  connectTimeoutMs: 10_000,
  requestTimeoutMs: 5000,
  pingIntervalMs: 15_000,
  pongTimeoutMs: 5000,
  maxPendingRequests: 1000,
  maxBadMessages: 100,
};

/** @throws TickgateError `invalid_argument`, with the option's name */
export function settingsOf(options: ClientOptions): Settings {
  const { format = "json", messagePack, reconnect, hidden = { maxHz: 1 } } = options;
  const socketType = options.WebSocket ?? (globalThis.WebSocket as WebSocketConstructor | undefined);
  requireThat(!!socketType, "WebSocket: this runtime has none: npm install ws, and hand over its class");
  requireThat(format === "json" || format === "msgpack", "format: json or msgpack");
  requireThat(format === "json" || !!messagePack, "messagePack: npm install @msgpack/msgpack");
  const limits = { ...LIMITS };
  for (const name of Object.keys(LIMITS) as (keyof ConnectionLimits)[]) {
    const value = options[name] ?? LIMITS[name];
    requireThat(value >= 1 && value <= 2 ** 31 - 1, `${name}: 1 to 2147483647`);
    limits[name] = value;
  }
  return {
    url: urlOf(options),
    codec: format === "msgpack" && messagePack ? messagePackCodec(messagePack) : jsonCodec,
    socketType,
    limits,
    reconnect: reconnect === false ? { attemptsMax: 0 } : (reconnect ?? {}),
    hidden: hidden || {},
    random: options.random ?? Math.random,
  };
}

function urlOf({ url: text, userId, clientId }: ClientOptions): URL {
  let url: URL;
  try {
    url = new URL(text, globalThis.location?.href);
  } catch {
    url = new URL("invalid:");
  }
  url.protocol = url.protocol.replace(/^http/, "ws");
  requireThat(/^wss?:$/.test(url.protocol), `url: ws:// or wss://, was ${text}`);
  if (url.pathname === "/") {
    url.pathname = PATH;
  }
  if (userId !== undefined) url.searchParams.set("user_id", userId);
  if (clientId !== undefined) url.searchParams.set("client_id", clientId);
  return url;
}
