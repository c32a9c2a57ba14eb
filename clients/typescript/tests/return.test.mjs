// What a client says when it comes back, and what it tells of what it hears.
import assert from "node:assert/strict";
import test from "node:test";
import { collect, event, Inbox, newClient } from "./support/client.mjs";
import { scriptedServer, TIME } from "./support/scripted-server.mjs";

/** Subscribes, takes the confirmation and `offsets`, and breaks the connection. */
async function away(t, { target = "market_data:A", options = {}, offsets = [1, 2], confirmation, client: clientOptions, welcome } = {}) {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url, clientOptions);
  const inbox = new Inbox();
  const subscription = client.subscribe(target, options, inbox.handler);
  client.connect();
  const peer = (await server.peer()).welcome(welcome);
  const first = await peer.confirm(confirmation);
  for (const offset of offsets) peer.publish(offset);
  await inbox.count(offsets.length);
  const gaps = collect(client, "gap");
  peer.drop();
  const back = (await server.peer()).welcome({ resume_token: "r-2" });
  return { server, client, inbox, subscription, gaps, first, back };
}

const resumed = (id, ...channels) => ({ type: "resumed", channels, timestamp: TIME, id });

test("positions come back in one message with the token of the connection before", async (t) => {
  const { first, back, inbox, gaps } = await away(t);

  const command = await back.next();

  assert.deepEqual(first.options, {});
  assert.deepEqual(command, {
    type: "resume",
    token: "r-1",
    subscriptions: [{ channel: "market_data:A", since: { epoch: "e1", offset: 2 }, options: {} }],
    id: command.id,
  });
  back.send(resumed(command.id, { channel: "market_data:A", epoch: "e1", offset: 4, recovered: true, granted: { gapless: true } }));
  for (const offset of [3, 4, 5]) back.publish(offset);
  await inbox.count(5);
  assert.deepEqual(inbox.offsets, [1, 2, 3, 4, 5]);
  assert.deepEqual(gaps, []);
});

test("a recovery that is not whole is told as a gap", async (t) => {
  const { back, inbox, gaps } = await away(t);
  const { id } = await back.next();

  back.send(resumed(id, { channel: "market_data:A", epoch: "e1", offset: 4, recovered: true, granted: { gapless: true } }));
  back.publish(4);

  await inbox.count(3);
  assert.deepEqual(gaps, [{ channel: "market_data:A", reason: "hole", from: 3, to: 3 }]);
});

test("what cannot be recovered is told with its reason and its range", async (t) => {
  const { back, inbox, gaps } = await away(t);
  const { id } = await back.next();

  back.send(resumed(id, { channel: "market_data:A", epoch: "e1", offset: 9, recovered: false, reason: "expired", granted: { gapless: true } }));
  back.publish(9);
  back.publish(10);

  await inbox.count(4);
  assert.deepEqual(inbox.offsets, [1, 2, 9, 10]);
  assert.equal(inbox.all[2].delivery.past, true);
  assert.deepEqual(gaps, [{ channel: "market_data:A", reason: "expired", from: 3, to: 9 }]);
});

test("another epoch begins anew, with lower offsets, and is told as a gap", async (t) => {
  const { back, inbox, gaps } = await away(t);
  const { id } = await back.next();

  back.send(resumed(id, { channel: "market_data:A", epoch: "e2", offset: 0, recovered: false, reason: "epoch_changed", granted: { gapless: true } }));
  back.publish(1);

  await inbox.count(3);
  assert.deepEqual(inbox.offsets, [1, 2, 1]);
  assert.deepEqual(gaps, [{ channel: "market_data:A", reason: "epoch_changed" }]);
});

test("a recovery under another epoch is none", async (t) => {
  const { back, inbox, gaps } = await away(t);
  const { id } = await back.next();

  back.send(resumed(id, { channel: "market_data:A", epoch: "e2", offset: 0, recovered: true, granted: { gapless: true } }));
  back.publish(1);

  await inbox.count(3);
  assert.deepEqual(gaps, [{ channel: "market_data:A", reason: "epoch_changed" }]);
});

test("where the whole is refused, each channel is asked for by itself", async (t) => {
  const { back, inbox, gaps } = await away(t);
  const { id } = await back.next();

  back.send({ type: "error", code: "resume_refused", error: "too old", field: "token", timestamp: TIME, id });

  const command = await back.next();
  assert.deepEqual(command, { type: "subscribe", channel: "market_data:A", since: { epoch: "e1", offset: 2 }, options: {}, id: command.id });
  back.send({ type: "subscription_confirmed", channel: "market_data:A", epoch: "e1", offset: 3, recovered: true, granted: { gapless: true }, timestamp: TIME, id: command.id });
  back.publish(3);
  await inbox.count(3);
  assert.deepEqual(gaps, []);
});

test("a resume without an answer is asked for again, but on another connection", async (t) => {
  const { server, client, back, inbox, gaps } = await away(t, { client: { requestTimeoutMs: 100 } });
  const retry = event(client, "retry");
  assert.equal((await back.next()).type, "resume");
  const more = back.next();

  assert.deepEqual(await retry.then(({ code, reason }) => ({ code, reason })), { code: 3000, reason: "silent" });

  const other = (await server.peer()).welcome();
  const { id, type, token, subscriptions } = await other.next();
  assert.deepEqual([type, token, subscriptions[0].since], ["resume", "r-2", { epoch: "e1", offset: 2 }]);
  other.send(resumed(id, { channel: "market_data:A", epoch: "e1", offset: 3, recovered: true, granted: { gapless: true } }));
  other.publish(3);
  await inbox.count(3);
  assert.equal(await Promise.race([more, back.closed.then(() => "nothing")]), "nothing");
  assert.deepEqual(gaps, []);
});

test("a subscribe from a position without an answer is asked for again, but on another connection", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url, { requestTimeoutMs: 100 });
  const since = { epoch: "e1", offset: 40 };
  client.subscribe("market_data:A", { since });
  const retry = event(client, "retry");
  client.connect();
  const peer = (await server.peer()).welcome();
  assert.deepEqual((await peer.next()).since, since);

  assert.equal((await retry).code, 3000);

  const [again] = (await (await server.peer()).welcome().next()).subscriptions;
  assert.deepEqual(again.since, since);
});

test("a channel that is refused on the way back ends, and the others go on", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url);
  const subscription = client.subscribe(["market_data:A", "market_data:B"]);
  client.connect();
  const peer = (await server.peer()).welcome({ resume_token: undefined });
  const { id } = await peer.next();
  const line = (channel) => ({ channel, epoch: "e1", offset: 0, granted: { gapless: true } });
  peer.send({ type: "subscription_confirmed", channels: [line("market_data:A"), line("market_data:B")], timestamp: TIME, id });
  await subscription.ready;
  const ended = event(client, "unsubscribed");
  const confirmed = event(client, "subscribed");
  peer.drop();

  const back = (await server.peer()).welcome();
  const [a, b] = [await back.next(), await back.next()];
  back.send({ type: "error", code: "forbidden", error: "no", channel: "market_data:A", timestamp: TIME, id: a.id });
  back.send({ type: "subscription_confirmed", ...line("market_data:B"), recovered: true, timestamp: TIME, id: b.id });

  assert.deepEqual(await ended, { channel: "market_data:A", reason: "forbidden" });
  assert.deepEqual(subscription.channels, ["market_data:B"]);
  await confirmed;
  assert.equal(subscription.state, "subscribed");
});

test("what is refused for the moment is asked for again", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url, { random: () => 0 });
  const subscription = client.subscribe("market_data:A");
  client.connect();
  const peer = (await server.peer()).welcome();
  const { id } = await peer.next();

  peer.send({ type: "error", code: "rate_limited", error: "slow down", retry_after: 0.01, timestamp: TIME, id });

  await peer.confirm();
  await subscription.ready;
});

test("what is refused for good ends the subscription with the gateway's words", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url);
  const subscription = client.subscribe("nope");
  client.connect();
  const peer = (await server.peer()).welcome();
  const { id } = await peer.next();

  peer.send({ type: "error", code: "unknown_channel", error: "unknown channel", field: "channel", channel: "nope", timestamp: TIME, id });

  await assert.rejects(subscription.ready, { code: "unknown_channel", field: "channel" });
  assert.equal(subscription.state, "ended");
});

test("a family that was away is told as a gap, since its members cannot be recovered", async (t) => {
  const { back, gaps, inbox } = await away(t, { target: "market_data", confirmation: { channel: "market_data" } });
  const { id, subscriptions } = await back.next();

  back.send(resumed(id, { channel: "market_data", epoch: "e1", offset: 0, recovered: true, granted: { gapless: true } }));
  back.publish(7);
  back.publish(9);

  await inbox.count(4);
  assert.deepEqual(subscriptions[0].since, { epoch: "e1", offset: 0 });
  assert.deepEqual(gaps, [
    { channel: "market_data", reason: "family" },
    { channel: "market_data:A", reason: "hole", from: 8, to: 8 },
  ]);
});

test("a family with a snapshot comes back by its newest values, each once", async (t) => {
  const { back, inbox } = await away(t, { target: "market_data", options: { snapshot: true } });
  const { id, subscriptions } = await back.next();

  assert.deepEqual(subscriptions[0], { channel: "market_data", options: { snapshot: true } });
  back.send(resumed(id, { channel: "market_data", epoch: "e1", offset: 0, granted: { snapshot: true, gapless: true } }));
  const item = (channel, offset) => ({ channel, offset, message: { type: "quote", price: offset, channel, offset, server_time: 1, timestamp: TIME } });
  back.publish(8, {}, "market_data:B");
  back.send({ type: "snapshot", channel: "market_data", page: 1, last: true, items: [item("market_data:A", 5), item("market_data:B", 7)] });
  back.publish(6);

  await inbox.count(5);
  assert.deepEqual(inbox.all.slice(2).map(({ delivery }) => delivery), [
    { channel: "market_data:B", offset: 8, past: false },
    { channel: "market_data:A", offset: 5, past: true },
    { channel: "market_data:A", offset: 6, past: false },
  ]);
});

test("a snapshot that has not come is asked for again, without a position", async (t) => {
  const { back } = await away(t, { options: { snapshot: true }, offsets: [], confirmation: { offset: 41, granted: { snapshot: true, gapless: true } } });

  assert.deepEqual((await back.next()).subscriptions, [{ channel: "market_data:A", options: { snapshot: true } }]);
});

test("a rewind is asked for once", async (t) => {
  const { back, first } = await away(t, { options: { rewind: { last: 2 } }, confirmation: { offset: 2, granted: { rewind: { last: 2 }, gapless: true } } });

  assert.deepEqual(first.options, { rewind: { last: 2 } });
  assert.deepEqual((await back.next()).subscriptions, [{ channel: "market_data:A", since: { epoch: "e1", offset: 2 }, options: {} }]);
});

test("a user's own notifications come back by their own position", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url, { userId: "u1" });
  const inbox = new Inbox();
  const subscription = client.subscribe("notifications", inbox.handler);
  client.connect();
  const peer = await server.peer();
  assert.equal(new URL(peer.request.url, server.url).searchParams.get("user_id"), "u1");
  peer.welcome();
  await peer.confirm({ user_channel: "user:u1", user_offset: 4, offset: 17, granted: { gapless: false } });
  peer.publish(5, { type: "notification" }, "user:u1");
  await inbox.count(1);
  const gaps = collect(client, "gap");
  peer.drop();

  const back = (await server.peer()).welcome();
  const { id, subscriptions } = await back.next();

  assert.deepEqual(subscriptions[0].since, { epoch: "e1", offset: 17, user_offset: 5 });
  back.send(
    resumed(
      id,
      { channel: "notifications", epoch: "e1", offset: 17, recovered: true, granted: { gapless: false } },
      { channel: "user:u1", epoch: "e1", offset: 9, recovered: false, reason: "expired" },
    ),
  );
  await event(client, "subscribed", ({ channel }) => channel === "user:u1");
  assert.deepEqual(gaps, [{ channel: "user:u1", reason: "expired", from: 6, to: 9 }]);
  assert.equal(subscription.state, "subscribed");
});

test("a chart comes back by what was missed, or by its points", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url);
  const inbox = new Inbox();
  client.subscribeChart("0700.HK", { history: 200 }, inbox.handler);
  client.connect();
  const peer = (await server.peer()).welcome();
  const command = await peer.next();
  assert.deepEqual(command, { type: "subscribe_chart", symbol: "0700.HK", history: 200, id: command.id });
  const channel = "chart_updates:0700.HK";
  peer.send({ type: "subscription_confirmed", channel, symbol: "0700.HK", epoch: "e1", offset: 3, timestamp: TIME, id: command.id });
  peer.send({ type: "chart_update", symbol: "0700.HK", update_type: "batch", data_points: [], metadata: {}, timestamp: TIME });
  await inbox.count(1);
  assert.deepEqual(inbox.all[0].delivery, { channel, offset: undefined, past: true });
  peer.drop();

  const back = (await server.peer()).welcome();

  assert.deepEqual((await back.next()).subscriptions, [{ channel, since: { epoch: "e1", offset: 3 }, options: { snapshot: true } }]);
});

test("since brings what an earlier client missed", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url);
  const inbox = new Inbox();
  const subscription = client.subscribe("market_data:A", { since: { epoch: "e1", offset: 40 } }, inbox.handler);
  client.connect();
  const peer = (await server.peer()).welcome();

  const { since, type } = await peer.confirm({ offset: 42, recovered: true });

  assert.deepEqual([type, since], ["subscribe", { epoch: "e1", offset: 40 }]);
  peer.publish(41);
  peer.publish(42);
  await inbox.count(2);
  assert.deepEqual(subscription.position("market_data:A"), { epoch: "e1", offset: 42 });
});

test("more subscriptions than fit into a message come back in several", async (t) => {
  const names = Array.from({ length: 300 }, (_, n) => `market_data:${String(n).padStart(40, "0")}`);
  const server = await scriptedServer(t);
  const client = newClient(t, server.url);
  const subscription = client.subscribe(names);
  client.connect();
  const peer = (await server.peer()).welcome();
  const line = (channel) => ({ channel, epoch: "e1", offset: 0, granted: { gapless: true } });
  const first = await peer.next();
  peer.send({ type: "subscription_confirmed", channels: names.map(line), timestamp: TIME, id: first.id });
  await subscription.ready;
  peer.drop();

  const back = (await server.peer()).welcome();
  const seen = [];
  let messages = 0;
  while (seen.length < names.length) {
    const { id, subscriptions } = await back.next();
    messages++;
    assert.ok(JSON.stringify(subscriptions).length < 65_000);
    seen.push(...subscriptions.map(({ channel }) => channel));
    back.send(resumed(id, ...subscriptions.map(({ channel }) => ({ ...line(channel), recovered: true }))));
  }

  assert.ok(messages > 1);
  assert.deepEqual(seen, names);
});

test("a gateway that stops is left only when the next one has taken over", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url);
  const inbox = new Inbox();
  const states = collect(client, "state");
  const gaps = collect(client, "gap");
  client.subscribe("market_data:A", inbox.handler);
  client.connect();
  const old = (await server.peer()).welcome();
  await old.confirm();
  old.publish(1);
  await inbox.count(1);

  old.send({ type: "server_shutdown", reconnect_after_ms: 5, resume_token: "r-later" });

  const next = (await server.peer()).welcome({ connection_id: "other" });
  const { id, token, subscriptions } = await next.next();
  assert.equal(token, "r-later");
  assert.equal(subscriptions[0].since.offset, 1);
  old.publish(2);
  await inbox.count(2);
  next.send(resumed(id, { channel: "market_data:A", epoch: "e1", offset: 2, recovered: true, granted: { gapless: true } }));
  next.publish(2);
  next.publish(3);
  await inbox.count(3);
  assert.deepEqual(inbox.offsets, [1, 2, 3]);
  assert.equal((await old.closed).code, 1000);
  assert.deepEqual(states.map(({ state }) => state), ["connecting", "connected"]);
  assert.deepEqual(gaps, []);
});

test("what was confirmed on the old connection while the new one was asked comes along", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url);
  client.subscribe("market_data:A");
  client.connect();
  const old = (await server.peer()).welcome();
  await old.confirm();
  old.send({ type: "server_shutdown", reconnect_after_ms: 5 });
  const next = (await server.peer()).welcome();
  const { id } = await next.next();
  const late = client.subscribe("market_data:B");
  await old.confirm({ offset: 7 });
  await late.ready;

  next.send(resumed(id, { channel: "market_data:A", epoch: "e1", offset: 0, recovered: true, granted: { gapless: true } }));

  const command = await next.confirm({ offset: 7, recovered: true });
  assert.deepEqual([command.channel, command.since], ["market_data:B", { epoch: "e1", offset: 7 }]);
});

test("who does not come back is not moved by a shutdown either", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url, { reconnect: false });
  const retries = collect(client, "retry");
  client.connect();
  const peer = (await server.peer()).welcome();
  await event(client, "state", ({ state }) => state === "connected");
  const closed = event(client, "closed");

  peer.send({ type: "server_shutdown", reconnect_after_ms: 0 });
  await event(client, "shutdown");
  peer.close(1001, "going away");

  assert.equal((await closed).code, 1001);
  assert.deepEqual(retries, []);
  assert.equal(server.untaken, 0);
});

test("a gateway that closes ahead of the moment it named is come back to at that moment", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url);
  const retries = collect(client, "retry");
  client.connect();
  const old = (await server.peer()).welcome();
  await event(client, "state", ({ state }) => state === "connected");
  old.send({ type: "server_shutdown", reconnect_after_ms: 150 });
  await event(client, "shutdown");
  old.close(1012, "restart");

  (await server.peer()).welcome();

  await event(client, "state", ({ state }) => state === "connected");
  assert.deepEqual(retries.map(({ inMs, reason }) => [inMs, reason]), [[150, "server_shutdown"]]);
});
