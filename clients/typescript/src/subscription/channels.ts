import type { AnyPublication } from "../protocol/publications.js";

/** The channel of those notifications that everybody gets; a user's own come with it. */
export const NOTIFICATIONS = "notifications";

const OWN = "user:";
const CHARTS = "chart_updates";

/** Families that have no members to lose anything of. */
const WITHOUT_MEMBERS = new Set([NOTIFICATIONS, "system_status"]);

/** `market_data` of `market_data:0700.HK` and of itself. */
export function familyOf(channel: string): string {
  const colon = channel.indexOf(":");
  return colon < 0 ? channel : channel.slice(0, colon);
}

/** By which subscription beside its own a channel comes, if any. */
export function carrierOf(channel: string): string | undefined {
  return isOwn(channel) ? NOTIFICATIONS : isMember(channel) ? familyOf(channel) : undefined;
}

export function isMember(channel: string): boolean {
  return channel.includes(":");
}

/** Whether it is a user's own, which nobody subscribes to by name. */
export function isOwn(channel: string): boolean {
  return channel.startsWith(OWN);
}

/** Whether a subscription to it brings channels of which `since` says nothing. */
export function bringsMembers(channel: string): boolean {
  return !isMember(channel) && !WITHOUT_MEMBERS.has(channel);
}

/** Whether a `max_hz` of the whole connection may leave out publications of it: never those of the gateway's own streams, nor of a bare family. */
export function mayBeThinned(channel: string): boolean {
  return isMember(channel) && !isOwn(channel) && familyOf(channel) !== CHARTS;
}

export function chartChannel(symbol: string): string {
  return `${CHARTS}:${symbol}`;
}

/** Which channel a publication speaks of; what was made for one connection alone may not name it. */
export function topicOf(message: AnyPublication): string | undefined {
  if (typeof message.channel === "string") {
    return message.channel;
  }
  const { type, task_id: task, symbol } = message as { type: string; task_id?: string; symbol?: string };
  switch (type) {
    case "backtest_progress_update":
      return `backtest_progress:${task}`;
    case "chart_update":
      return symbol === undefined ? undefined : chartChannel(symbol);
    case "system_status_update":
      return "system_status";
    default:
      return undefined;
  }
}
