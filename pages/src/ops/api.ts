// The operator's listener, as docs/OPERATIONS.md describes it. What a field holds that another version adds does not matter.

export interface StageSummary {
  count: number;
  p50: number;
  p99: number;
  p99_9: number;
  max: number;
}

export interface SlowReader {
  connection_id?: string;
  lag_bytes: number;
  rung: number;
  seconds_behind: number;
  conflated: number;
  dropped: number;
}

export interface Status {
  status: "online" | "draining";
  connections: { total_connections: number };
  messages: Record<string, number>;
  slow: SlowReader[];
  latency: Record<string, Record<string, StageSummary>>;
  uptime_seconds: number;
  version: string;
}

export interface Family {
  family: string;
  subscriptions: number;
  publications: number;
  deliveries: number;
  drops: { conflated: number; queue_bytes: number };
}

export interface Connection {
  connection_id: string;
  address: string;
  user_id: string | null;
  user_agent: string;
  client_id: string;
  format: string;
  compressed: boolean;
  subscriptions: number;
  queued_bytes: number;
  rung: number;
  sent_bytes: number;
}

export interface Tail {
  channel: string;
  epoch: string;
  offset: number;
  skipped: number;
  publications: { offset: number; server_time: number; bytes: number; text: string | null }[];
}

/** An answer that is none of success; `status` 0 where none came. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const PATIENCE_MS = 5000;

async function ask<T>(path: string, method = "GET"): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { method, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw new ApiError(0, "the gateway does not answer");
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const detail = (body as { detail?: unknown } | null)?.detail;
    throw new ApiError(response.status, typeof detail === "string" ? detail : `HTTP ${response.status}`);
  }
  return body as T;
}

export const api = {
  status: () => ask<Status>("api/v1/websocket/status?slow=20&latency=1"),
  families: () => ask<{ families: Family[] }>("admin/v1/families"),
  connections: () => ask<{ connections: Connection[]; next?: string }>("admin/v1/connections?limit=50"),
  channels: (prefix: string) => ask<{ channels: { channel: string }[] }>(`admin/v1/channels?limit=20&prefix=${encodeURIComponent(prefix)}`),
  tail: (channel: string, after: number) => ask<Tail>(`admin/v1/channels/${encodeURIComponent(channel)}/tail?limit=50&after=${after}`),
  drain: () => ask<{ begun: boolean }>("admin/v1/drain", "POST"),
};
