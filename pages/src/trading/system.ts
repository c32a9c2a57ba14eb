import type { SystemStatus } from "@tickgate/client";
import { byId, setText } from "../common/dom.ts";
import { count } from "../common/format.ts";

/** The gateway's own figures. */
export function showSystem(status: SystemStatus): void {
  setText(byId("system-connections"), count(status.active_connections));
  setText(byId("system-cpu"), `${status.cpu_usage.toFixed(1)}%`);
  setText(byId("system-memory"), `${status.memory_usage.toFixed(0)} MiB`);
  setText(byId("system-backtests"), count(status.active_backtests));
}
