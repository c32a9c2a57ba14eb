// Anybody who may publish may publish anything on any channel: what a panel is given is checked here, field by field.
import type { AnyPublication, BacktestState, BacktestStatus, ChartPoint, ChartUpdate, Notification, Priority, SystemStatus } from "@tickgate/client";

type Fields = Record<string, unknown>;

/** What the chart's library takes; beyond it nothing is drawn. */
const VALUE_MAX = 9e13;
const SECONDS_MAX = 253_402_300_799;

const STATUSES: readonly string[] = ["pending", "running", "completed", "failed", "cancelled", "paused"];
const PRIORITIES: readonly string[] = ["LOW", "NORMAL", "HIGH", "URGENT"];

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** An update of a chart whose points can be drawn; null for anything else. */
export function chartOf(message: AnyPublication): ChartUpdate | null {
  const update = message as unknown as ChartUpdate;
  if (update.type !== "chart_update" || typeof update.symbol !== "string" || !Array.isArray(update.data_points)) {
    return null;
  }
  return { ...update, data_points: update.data_points.filter(isPoint) };
}

function isPoint(point: unknown): point is ChartPoint {
  const { timestamp, data_type: type, value } = fieldsOf(point);
  const time = number(timestamp);
  const amount = number(value);
  return time !== null && time >= 0 && time <= SECONDS_MAX && typeof type === "string" && amount !== null && Math.abs(amount) <= VALUE_MAX;
}

/** The state of a back-test; null for anything else. */
export function backtestOf(message: AnyPublication): BacktestState | null {
  const data = fieldsOf((message as unknown as Fields)["data"]);
  const progress = number(data["progress"]);
  if (message.type !== "backtest_progress_update" || progress === null || !text(data["task_id"])) {
    return null;
  }
  const state: BacktestState = {
    task_id: text(data["task_id"]),
    status: STATUSES.includes(text(data["status"])) ? (data["status"] as BacktestStatus) : "running",
    progress: Math.max(0, Math.min(100, progress)),
    current_step: text(data["current_step"]),
    current_step_index: number(data["current_step_index"]) ?? 0,
    total_steps: number(data["total_steps"]) ?? 0,
    message: text(data["message"]),
    estimated_time_remaining: number(data["estimated_time_remaining"]),
    elapsed_time: number(data["elapsed_time"]) ?? 0,
    data: fieldsOf(data["data"]) as BacktestState["data"],
  };
  return typeof data["error"] === "string" ? { ...state, error: data["error"] } : state;
}

/** A notification; null for anything else. */
export function notificationOf(message: AnyPublication): Notification | null {
  const notice = fieldsOf((message as unknown as Fields)["notification"]);
  if (message.type !== "notification" || !text(notice["id"])) {
    return null;
  }
  return {
    id: text(notice["id"]),
    type: text(notice["type"]),
    title: text(notice["title"]),
    message: text(notice["message"]),
    priority: PRIORITIES.includes(text(notice["priority"])) ? (notice["priority"] as Priority) : "NORMAL",
    timestamp: text(notice["timestamp"]) || message.timestamp,
    metadata: {},
    action_url: text(notice["action_url"]) || null,
    action_text: text(notice["action_text"]) || null,
  };
}

/** The gateway's figures; null for anything else. */
export function systemOf(message: AnyPublication): SystemStatus | null {
  const status = fieldsOf((message as unknown as Fields)["status"]);
  const connections = number(status["active_connections"]);
  if (message.type !== "system_status_update" || connections === null) {
    return null;
  }
  return {
    active_connections: connections,
    cpu_usage: number(status["cpu_usage"]) ?? 0,
    memory_usage: number(status["memory_usage"]) ?? 0,
    active_backtests: number(status["active_backtests"]) ?? 0,
  };
}
