import type { Connection } from "../connection/connection.js";
import type { TickgateError } from "../errors.js";
import type { ChannelLine, SubscriptionConfirmed } from "../protocol/answers.js";
import type { ChannelRequest } from "../protocol/commands.js";
import { isOwn, NOTIFICATIONS } from "./channels.js";
import { beginning, linesOf, returning } from "./requested.js";
import type { Route, Routes } from "./routes.js";
import type { Subscription } from "./subscription.js";

const LINES_MAX = 500;
const RETRY_MS = 1000;
const TRANSIENT = new Set(["rate_limited", "unavailable", "internal_error", "timeout", "too_many_pending"]);

/** Says on the connection that lives what is followed, and takes the confirmations. */
export class Wire {
  #live: Connection | undefined;

  /**
   * @param drop ends a channel that was refused for good
   * @param switched is called when another connection counts from now on
   */
  constructor(
    private readonly routes: Routes,
    private readonly drop: (channel: string, error: TickgateError) => void,
    private readonly switched: () => void,
  ) {}

  /** The connection whose publications count. */
  get live(): Connection | undefined {
    return this.#live;
  }

  /**
   * Brings everything back on another connection. While there still is one, its publications count until the other one answers.
   *
   * @param token of the connection before
   */
  moveTo(connection: Connection, token: string | undefined): void {
    const known = this.routes.all().filter(isKnown);
    if (known.length > 0 && token !== undefined) {
      this.#resume(connection, token, known);
    } else {
      this.#switchTo(connection);
      this.#returnSingly(known);
    }
  }

  /** None counts any more. */
  leave(): void {
    this.#live = undefined;
  }

  /** Subscribes to what was not confirmed before. */
  begin(subscription: Subscription, channels: string[]): void {
    const connection = this.#live;
    if (!connection || subscription.state === "ended") {
      return;
    }
    const command = beginning(subscription, channels);
    connection.request(
      command,
      (answer) => this.#live === connection && this.confirm(linesOf(answer as SubscriptionConfirmed), subscription),
      (error) =>
        this.#refused(connection, command, error, () => this.begin(subscription, channels), () => {
          for (const channel of channels) {
            this.routes.remove(subscription, channel);
            subscription.drop(channel, error.code, error);
          }
        }),
    );
  }

  /** @param only whom it is for; else for all who were known before */
  confirm(lines: ChannelLine[], only?: Subscription): void {
    for (const line of lines) {
      const route = this.routes.get(isOwn(line.channel) ? NOTIFICATIONS : line.channel);
      if (!route) {
        // It was left while it came back.
        this.#live?.send({ type: "unsubscribe", channel: line.channel });
        continue;
      }
      if (route.channel === line.channel) {
        route.line = line;
      }
      for (const subscription of route.subscriptions) {
        if (only ? subscription === only : subscription.isKnown(route.channel)) {
          subscription.confirm(line);
        }
      }
    }
  }

  #switchTo(connection: Connection): void {
    if (this.#live !== connection) {
      this.#live = connection;
      for (const route of this.routes.all()) {
        route.line = undefined;
      }
      this.switched();
    }
  }

  #resume(connection: Connection, token: string, routes: Route[]): void {
    const send = ([lines = [], ...rest]: ChannelRequest[][], refused: () => void): void =>
      connection.request(
        { type: "resume", token, subscriptions: lines },
        (answer) => {
          this.#switchTo(connection);
          this.confirm(answer.channels);
          if (rest.length > 0) {
            send(rest, () => this.#returnMissing());
          } else {
            this.#returnMissing();
          }
        },
        (error) => {
          if (error.code === "timeout") {
            connection.giveUp();
          } else if (error.code !== "connection_lost") {
            refused();
          }
        },
      );
    send(chunks(connection, token, routes.map(returning)), () => {
      this.#switchTo(connection);
      this.#returnSingly(routes);
    });
  }

  /** Also what the connection before confirmed while this one was asked. */
  #returnMissing(): void {
    this.#returnSingly(this.routes.all().filter((route) => !route.line && isKnown(route)));
  }

  /** Where a whole resume is refused, each channel is told by itself what it has to hear. Who was not confirmed before begins as if the client were new. */
  #returnSingly(routes: Route[]): void {
    for (const route of routes) {
      this.#return(route);
    }
    for (const subscription of this.routes.subscriptions()) {
      const unknown = subscription.channels.filter((channel) => !subscription.isKnown(channel));
      if (unknown.length > 0) {
        this.begin(subscription, unknown);
      }
    }
  }

  #return(route: Route): void {
    const connection = this.#live;
    if (!connection || this.routes.get(route.channel) !== route) {
      return;
    }
    const command = { type: "subscribe", ...returning(route) } as const;
    connection.request(
      command,
      (answer) => this.#live === connection && this.confirm(linesOf(answer)),
      (error) =>
        this.#refused(connection, command, error, () => this.#return(route), () => this.drop(route.channel, error)),
    );
  }

  /**
   * Tries again what may go better later, on the same connection; on another one everything is asked for anyway. What asked
   * for a position and has no answer may be under way: asked once more, it would be told `already_subscribed`, or what was
   * missed twice.
   */
  #refused(connection: Connection, command: object, error: TickgateError, again: () => void, end: () => void): void {
    if (this.#live !== connection || error.code === "connection_lost") {
      return;
    }
    if (error.code === "timeout" && "since" in command) {
      connection.giveUp();
    } else if (TRANSIENT.has(error.code)) {
      setTimeout(() => this.#live === connection && again(), (error.retryAfter ?? 0) * 1000 + RETRY_MS * Math.random());
    } else {
      end();
    }
  }
}

/** Whether it was followed on an earlier connection, and so has a position. */
function isKnown({ channel, subscriptions }: Route): boolean {
  return [...subscriptions].some((subscription) => subscription.isKnown(channel));
}

/** Lines that fit into one message each, in the order they came. */
function chunks(connection: Connection, token: string, lines: ChannelRequest[]): ChannelRequest[][] {
  const bytesMax = connection.welcome?.max_message_bytes ?? 0;
  const fits =
    lines.length <= LINES_MAX &&
    // A character takes up to three bytes in UTF-8.
    connection.sizeOf({ type: "resume", token, subscriptions: lines }) * 3 + 32 <= bytesMax;
  if (fits || lines.length <= 1) {
    return [lines];
  }
  const half = lines.length >> 1;
  return [...chunks(connection, token, lines.slice(0, half)), ...chunks(connection, token, lines.slice(half))];
}
