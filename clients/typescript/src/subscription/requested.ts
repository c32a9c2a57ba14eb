import type { ChannelLine, SubscriptionConfirmed } from "../protocol/answers.js";
import type { ChannelRequest, Command } from "../protocol/commands.js";
import type { Position, WireOptions } from "../protocol/values.js";
import { chartChannel } from "./channels.js";
import { returningOptions, wireOptions } from "./options.js";
import type { Route } from "./routes.js";
import type { Subscription } from "./subscription.js";

/** The command that begins a subscription, for those of its channels that are named. */
export function beginning(subscription: Subscription, channels: string[]): Command {
  const { options, chart } = subscription;
  const [only] = channels;
  if (chart && chart.history > 0) {
    return { type: "subscribe_chart", symbol: chart.symbol, history: chart.history };
  }
  const terms = { options: wireOptions(options), ...(options.ack ? { ack: true } : undefined) };
  if (channels.length === 1 && only !== undefined) {
    const since = subscription.position(only);
    return { type: "subscribe", channel: only, ...(since ? { since } : undefined), ...terms };
  }
  return { type: "subscribe", channels, ...terms };
}

/** A channel that was followed on an earlier connection, as the next one has to say it. */
export function returning(route: Route): ChannelRequest {
  const { channel } = route;
  const subscriptions = [...route.subscriptions].filter((subscription) => subscription.isKnown(channel));
  const bySnapshot = subscriptions.some((subscription) => subscription.returnsBySnapshot(channel));
  const since = bySnapshot ? undefined : earliest(subscriptions.map((subscription) => subscription.position(channel)));
  const optionsOf = since ? returningOptions : wireOptions;
  const options: WireOptions = Object.assign({}, ...subscriptions.map((subscription) => optionsOf(subscription.options)));
  if (subscriptions.some(({ chart }) => chart)) {
    // Where points cannot be recovered, the chart begins anew.
    options.snapshot = true;
  }
  const ack = subscriptions.some((subscription) => subscription.options.ack);
  return { channel, ...(since ? { since } : undefined), options, ...(ack ? { ack } : undefined) };
}

/** Where the one that is furthest behind goes on; each drops what it has already. Undefined where one has to begin anew. */
function earliest(positions: (Position | undefined)[]): Position | undefined {
  return positions.reduce((a, b) => (!a || !b || a.epoch !== b.epoch ? undefined : a.offset <= b.offset ? a : b));
}

/** The lines of a confirmation, whatever its form; a user's own channel has one of its own. */
export function linesOf(answer: SubscriptionConfirmed): ChannelLine[] {
  if (answer.channels) {
    return answer.channels;
  }
  const lines = [lineOf(answer.channel ?? chartChannel(answer.symbol ?? ""), answer, answer.offset, answer.recovered, answer.reason)];
  if (answer.user_channel !== undefined) {
    const own = lineOf(answer.user_channel, answer, answer.user_offset, answer.user_recovered, answer.user_reason);
    lines.push(answer.user_granted ? { ...own, granted: answer.user_granted } : own);
  }
  return lines;
}

function lineOf(
  channel: string,
  { epoch = "", granted }: SubscriptionConfirmed,
  offset = 0,
  recovered?: boolean,
  reason?: string,
): ChannelLine {
  return {
    channel,
    epoch,
    offset,
    ...(recovered === undefined ? undefined : { recovered }),
    ...(reason === undefined ? undefined : { reason }),
    ...(granted ? { granted } : undefined),
  };
}
