import type { ChartPoint, ChartUpdateType, BacktestState, Notification, SystemStatus } from "./publications.js";
import type { Id, Json, Position, Priority, WireLimits, WireOptions } from "./values.js";

interface Terms {
  options?: WireOptions;
  ack?: boolean;
}

/** One channel of a `resume`. */
export interface ChannelRequest extends Terms {
  channel: string;
  since?: Position;
}

/** A report on a back-test: any of its fields, at least one. `error: null` takes an error back. */
export type BacktestReport = Partial<Omit<BacktestState, "error">> & { error?: string | null };

/** A point as its publisher writes it. */
export type NewChartPoint = Omit<ChartPoint, "additional_data"> & Partial<Pick<ChartPoint, "additional_data">>;

/** A notification as its publisher writes it. */
export type NewNotification = Pick<Notification, "type" | "title" | "message"> &
  Partial<Omit<Notification, "timestamp">> & { user_id?: string };

/** Everything that a client sends, without the `id` that the SDK gives it. */
export type Command =
  | { type: "ping"; t0?: number }
  | ({ type: "subscribe"; channel: string; since?: Position } & Terms)
  | ({ type: "subscribe"; channels: string[] } & Terms)
  | { type: "unsubscribe"; channel: string }
  | { type: "unsubscribe"; channels: string[] }
  | { type: "subscribe_chart"; symbol: string; history?: number }
  | { type: "unsubscribe_chart"; symbol: string }
  | { type: "resume"; token: string; subscriptions: ChannelRequest[] }
  | ({ type: "set_channels"; family: string; channels: string[] } & Terms)
  | ({ type: "set_limits" } & WireLimits)
  | { type: "ack"; channel: string; offset: number }
  | { type: "publish"; channel: string; message: { [field: string]: Json }; priority?: Priority; conflate?: boolean; idempotency_key?: string }
  | { type: "publish_chart"; symbol: string; update_type?: ChartUpdateType; data_points: NewChartPoint[] }
  | { type: "remove_chart"; symbol: string }
  | { type: "publish_system_status"; status: Partial<SystemStatus> }
  | { type: "publish_backtest_progress"; task_id: string; data: BacktestReport }
  | { type: "publish_notification"; notification: NewNotification }
  | { type: "request_backtest_progress"; task_id: string }
  | { type: "get_notifications"; limit?: number }
  | { type: "mark_notification_read"; notification_id: string }
  | { type: "authenticate"; token: string };

/** A command as it goes out. */
export type SentCommand = Command & { id?: Id };
