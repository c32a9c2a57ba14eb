import type { Id, Json, Priority, Time } from "./values.js";

/** What every publication has at its top level. What was made for one connection alone, such as a snapshot of points, has no `offset`. */
export interface Published {
  channel?: string;
  /** One more than the publication before it in its channel. */
  offset?: number;
  /** Unix seconds with microseconds, when the offset was given. */
  server_time?: number;
  timestamp: Time;
  /** With the option `counts`: for how many publications this one stands. */
  update_count?: number;
  /** Only where it answers a command. */
  id?: Id;
}

export type BacktestStatus = "pending" | "running" | "completed" | "failed" | "cancelled" | "paused";

/** How far a back-test is. */
export interface BacktestState {
  task_id: string;
  status: BacktestStatus;
  /** Percent, 0 to 100. */
  progress: number;
  current_step: string;
  current_step_index: number;
  total_steps: number;
  message: string;
  /** Seconds, null where it is unknown. */
  estimated_time_remaining: number | null;
  /** Seconds. */
  elapsed_time: number;
  data: { [field: string]: Json };
  error?: string;
}

export interface BacktestProgressUpdate extends Published {
  type: "backtest_progress_update";
  task_id: string;
  data: BacktestState;
}

export type ChartUpdateType = "add" | "update" | "batch";

/** One value of a chart at one time. */
export interface ChartPoint {
  /** Unix seconds, not milliseconds. */
  timestamp: number;
  /** `ohlcv`, `volume`, `trade`, or `indicator_` and a name. */
  data_type: string;
  value: number;
  /** Its `field` tells open, high, low and close of one time apart. */
  additional_data: { [field: string]: Json };
}

export interface ChartUpdate extends Published {
  type: "chart_update";
  symbol: string;
  update_type: ChartUpdateType;
  /** In ascending time. */
  data_points: ChartPoint[];
  metadata: {
    data_types: string[];
    batch_size: number;
    /** A point is older than the newest known one of its type: chart libraries refuse bars out of order unless told. */
    correction?: true;
  };
}

/** A notification as it is kept and pushed. */
export interface Notification {
  id: string;
  /** `info`, `success`, `warning`, `error`, `backtest_completed` and others. */
  type: string;
  title: string;
  message: string;
  priority: Priority;
  timestamp: Time;
  metadata: { [field: string]: Json };
  /** An `http(s)` address or a path: never `javascript:` or `//host`. */
  action_url: string | null;
  action_text: string | null;
}

/** A notification in a list. */
export interface KeptNotification extends Notification {
  read: boolean;
  read_at: Time | null;
  /** Where it is addressed. */
  user_id?: string;
}

export interface NotificationPublication extends Published {
  type: "notification";
  notification: Notification;
}

export interface SystemStatus {
  active_connections: number;
  /** Percent of all processors, 0 to 100. */
  cpu_usage: number;
  /** MiB of resident memory. */
  memory_usage: number;
  active_backtests: number;
  [field: string]: Json;
}

export interface SystemStatusUpdate extends Published {
  type: "system_status_update";
  status: SystemStatus;
}

/** A publisher's own object that came without a `type`; for those with one, name your type: `subscribe<Quote>(…)`. */
export interface PlainMessage extends Published {
  type: "message";
  [field: string]: unknown;
}

/** What a channel of the gateway's own modules brings. */
export type Publication = BacktestProgressUpdate | ChartUpdate | NotificationPublication | SystemStatusUpdate | PlainMessage;

/** The least that is known of a publication: types of your own extend it. */
export interface AnyPublication extends Published {
  type: string;
}
