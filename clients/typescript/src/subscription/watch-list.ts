import { requireThat } from "../errors.js";
import type { ChannelsSet } from "../protocol/answers.js";
import { familyOf, isMember } from "./channels.js";
import { requireOptions, wireOptions } from "./options.js";
import type { Routes } from "./routes.js";
import type { Subscription } from "./subscription.js";
import type { Wire } from "./wire.js";

/** Replaces a list of members by another with `set_channels`, which names all that is followed of the family, by others too. */
export async function changeList(
  routes: Routes,
  wire: Wire,
  subscription: Subscription,
  channels: string[],
): Promise<ChannelsSet | undefined> {
  const family = requireMembers(subscription, channels);
  const kept = new Set(subscription.channels);
  const added = channels.filter((channel) => !kept.has(channel));
  const ofOthers = routes.followedByOthers(subscription, family);
  routes.add(subscription, added);
  const connection = wire.live;
  if (!connection) {
    replace(routes, subscription, channels);
    return undefined;
  }
  const { options } = subscription;
  return new Promise((resolve, reject) =>
    connection.request(
      {
        type: "set_channels",
        family,
        channels: [...new Set([...ofOthers, ...channels])],
        options: wireOptions(options),
        ...(options.ack ? { ack: true } : undefined),
      },
      (answer) => {
        replace(routes, subscription, channels);
        if (wire.live === connection) {
          joinOthers(routes, subscription, added, answer);
          wire.confirm(answer.added, subscription);
        } else {
          wire.begin(subscription, added);
        }
        resolve(answer);
      },
      (error) => {
        if (error.code === "connection_lost") {
          // The next connection is told what is wanted now.
          replace(routes, subscription, channels);
          resolve(undefined);
          return;
        }
        for (const channel of added) {
          routes.remove(subscription, channel);
        }
        reject(error);
      },
    ),
  );
}

/** @returns their family */
function requireMembers(subscription: Subscription, channels: string[]): string {
  requireThat(subscription.state !== "ended", "setChannels: the subscription has ended");
  requireThat(channels.length > 0, "channels: at least one name; unsubscribe() leaves all");
  requireOptions(subscription.options, channels);
  const family = familyOf(channels[0] ?? "");
  const isOf = (channel: string) => isMember(channel) && familyOf(channel) === family;
  requireThat([...channels, ...subscription.channels].every(isOf), `channels: only members of ${family}`);
  return family;
}

function replace(routes: Routes, subscription: Subscription, channels: string[]): void {
  for (const channel of subscription.channels) {
    if (!channels.includes(channel)) {
      routes.remove(subscription, channel);
    }
  }
  subscription.replaceChannels(channels);
}

/** What others had subscribed is not confirmed anew. */
function joinOthers(routes: Routes, subscription: Subscription, added: string[], answer: ChannelsSet): void {
  const fresh = new Set(answer.added.map(({ channel }) => channel));
  for (const channel of added) {
    const line = routes.get(channel)?.line;
    if (line && !fresh.has(channel)) {
      subscription.join(line);
    }
  }
}
