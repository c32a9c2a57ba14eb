import type { Answers, NotificationRead, NotificationsList, PublishConfirmed } from "./protocol/answers.js";
import type { BacktestReport, Command, NewChartPoint, NewNotification } from "./protocol/commands.js";
import type { BacktestState, ChartUpdateType, SystemStatus } from "./protocol/publications.js";
import type { Json, Priority } from "./protocol/values.js";

/** Commands that change no subscription, and so may be sent as they are. */
export type PlainCommand = Exclude<
  Command,
  { type: "subscribe" | "unsubscribe" | "subscribe_chart" | "unsubscribe_chart" | "resume" | "set_channels" | "set_limits" | "authenticate" | "ack" }
>;

/** How to publish. */
export interface PublishOptions {
  priority?: Priority;
  /** `false`: this one is left out for nobody who asked for `maxHz`. */
  conflate?: boolean;
  /**
   * Under the same one it may be published again where `publish` rejected or was never answered: it is there once, and the
   * answer says `duplicate`. 1 to 64 characters without whitespace, such as `crypto.randomUUID()`.
   */
  idempotencyKey?: string;
}

/**
 * Every command as a method. All reject with a `TickgateError`: what the gateway answered, or `not_connected`,
 * `connection_lost`, `timeout` (`requestTimeoutMs`) and `too_many_pending`.
 */
export abstract class Commands {
  /** Sends a command; the SDK gives it its `id`. */
  abstract request<C extends PlainCommand>(command: C): Promise<Answers[C["type"]]>;

  /** @param message at most 64 KiB here, 256 KiB by HTTP; its `channel`, `offset` and `server_time` are replaced */
  publish(channel: string, message: { [field: string]: Json }, options: PublishOptions = {}): Promise<PublishConfirmed> {
    const { idempotencyKey, ...rest } = options;
    const key = idempotencyKey === undefined ? {} : { idempotency_key: idempotencyKey };
    return this.request({ type: "publish", channel, message, ...rest, ...key });
  }

  /** What the report says replaces what was known of the task; the first report makes it. */
  publishBacktestProgress(taskId: string, report: BacktestReport): Promise<PublishConfirmed> {
    return this.request({ type: "publish_backtest_progress", task_id: taskId, data: report });
  }

  /** @param points 1 to 1000, all or none */
  publishChart(symbol: string, points: NewChartPoint[], updateType?: ChartUpdateType): Promise<PublishConfirmed> {
    return this.request({
      type: "publish_chart",
      symbol,
      ...(updateType ? { update_type: updateType } : undefined),
      data_points: points,
    });
  }

  /** Forgets the points of a symbol, whether there are any or not. */
  async removeChart(symbol: string): Promise<void> {
    await this.request({ type: "remove_chart", symbol });
  }

  /** @returns also the `notification_id` */
  publishNotification(notification: NewNotification): Promise<PublishConfirmed> {
    return this.request({ type: "publish_notification", notification });
  }

  publishSystemStatus(status: Partial<SystemStatus>): Promise<PublishConfirmed> {
    return this.request({ type: "publish_system_status", status });
  }

  /** Where a task is; rejects with `task_not_found`. */
  async requestBacktestProgress(taskId: string): Promise<BacktestState> {
    return (await this.request({ type: "request_backtest_progress", task_id: taskId })).data;
  }

  /** @param limit 1 to 500, newest first */
  getNotifications(limit = 50): Promise<NotificationsList> {
    return this.request({ type: "get_notifications", limit });
  }

  /** Rejects with `notification_not_found`, or `forbidden` for a connection without a user. */
  markNotificationRead(notificationId: string): Promise<NotificationRead> {
    return this.request({ type: "mark_notification_read", notification_id: notificationId });
  }
}
