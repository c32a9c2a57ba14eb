// Commands and their answers, subscriptions beside each other, limits, tokens.
import assert from "node:assert/strict";
import test from "node:test";
import { collect, event, Inbox, newClient } from "./support/client.mjs";
import { scriptedServer, TIME } from "./support/scripted-server.mjs";

async function connected(t, options, welcome) {
  const server = await scriptedServer(t, options?.server);
  const client = newClient(t, server.url, options);
  const ready = client.connect();
  const peer = (await server.peer()).welcome(welcome);
  await ready;
  return { server, client, peer };
}

test("each command is sent as the protocol has it", async (t) => {
  const { client, peer } = await connected(t);
  const calls = [
    [client.publish("market_data:A", { price: 1 }, { priority: "HIGH", conflate: false }), { type: "publish", channel: "market_data:A", message: { price: 1 }, priority: "HIGH", conflate: false }],
    [client.publish("market_data:A", { price: 1 }, { idempotencyKey: "k-1" }), { type: "publish", channel: "market_data:A", message: { price: 1 }, idempotency_key: "k-1" }],
    [client.publishBacktestProgress("b", { progress: 1 }), { type: "publish_backtest_progress", task_id: "b", data: { progress: 1 } }],
    [client.publishChart("S", [{ timestamp: 1, data_type: "trade", value: 2 }], "add"), { type: "publish_chart", symbol: "S", update_type: "add", data_points: [{ timestamp: 1, data_type: "trade", value: 2 }] }],
    [client.removeChart("S"), { type: "remove_chart", symbol: "S" }],
    [client.publishNotification({ type: "info", title: "t", message: "m" }), { type: "publish_notification", notification: { type: "info", title: "t", message: "m" } }],
    [client.publishSystemStatus({ cpu_usage: 1 }), { type: "publish_system_status", status: { cpu_usage: 1 } }],
    [client.requestBacktestProgress("b"), { type: "request_backtest_progress", task_id: "b" }],
    [client.getNotifications(7), { type: "get_notifications", limit: 7 }],
    [client.markNotificationRead("n"), { type: "mark_notification_read", notification_id: "n" }],
    [client.setLimits({ maxKbps: 0, maxHz: 2 }), { type: "set_limits", max_kbps: 0, max_hz: 2 }],
    [client.authenticate("t"), { type: "authenticate", token: "t" }],
  ];

  for (const [answer, expected] of calls) {
    const { id, ...command } = await peer.next();
    assert.deepEqual(command, expected);
    peer.send({ type: "anything", data: {}, granted: {}, caps: {}, timestamp: TIME, id });
    await answer;
  }
});

test("answers reach their commands in whatever order they come", async (t) => {
  const { client, peer } = await connected(t);
  const [first, second] = [client.getNotifications(), client.getNotifications()];
  const [a, b] = [await peer.next(), await peer.next()];

  peer.send({ type: "notifications_list", unread: 2, id: b.id });
  peer.send({ type: "notifications_list", unread: 1, id: a.id });

  assert.deepEqual([(await first).unread, (await second).unread], [1, 2]);
});

test("an error is the gateway's, with its field and the time to wait", async (t) => {
  const { client, peer } = await connected(t);
  const answer = client.publish("nope", {});
  const { id } = await peer.next();

  peer.send({ type: "error", code: "rate_limited", error: "slow down", field: "channel", retry_after: 1.5, timestamp: TIME, id });

  await assert.rejects(answer, { name: "TickgateError", code: "rate_limited", field: "channel", retryAfter: 1.5 });
});

test("what gets no answer is told apart: timeout, lost connection, no connection, too many", async (t) => {
  const { client, peer } = await connected(t, { requestTimeoutMs: 30, maxPendingRequests: 2 });
  // The first ping may wait for its pong still.
  await client.ping();

  const late = client.getNotifications();
  const also = client.getNotifications();
  await assert.rejects(client.getNotifications(), { code: "too_many_pending" });
  await assert.rejects(late, { code: "timeout" });
  await assert.rejects(also, { code: "timeout" });
  const lost = client.getNotifications();
  await peer.next();
  peer.drop();
  await assert.rejects(lost, { code: "connection_lost" });
  await assert.rejects(client.getNotifications(), { code: "not_connected" });
});

test("arguments that cannot be are refused before anything is sent", async (t) => {
  const { client } = await connected(t);

  for (const call of [
    () => client.subscribe([]),
    () => client.subscribe("a", { bufferMax: 0 }),
    () => client.subscribe(["a", "b"], { since: { epoch: "e", offset: 1 } }),
    () => client.subscribe("a", { rewind: { last: 1 }, snapshot: true }),
    () => client.subscribe("a", { maxHz: 1, ack: true }),
    () => client.subscribeChart("S", { history: 1001 }),
    () => newClient(t, "ftp://x"),
    () => newClient(t, "ws://x", { pingIntervalMs: 0 }),
    () => newClient(t, "ws://x", { format: "xml" }),
  ]) {
    assert.throws(call, { code: "invalid_argument" });
  }
});

test("a channel that is followed twice is subscribed once and handed to both", async (t) => {
  const { client, peer } = await connected(t);
  const [one, two] = [new Inbox(), new Inbox()];
  const first = client.subscribe("market_data:A", one.handler);
  await peer.confirm();
  const second = client.subscribe("market_data:A", two.handler);
  await peer.confirm({ offset: 0 });
  peer.publish(1);
  await Promise.all([one.count(1), two.count(1)]);

  await first.unsubscribe();
  peer.publish(2);
  await two.count(2);
  assert.deepEqual(one.offsets, [1]);
  const left = second.unsubscribe();
  const { id, ...command } = await peer.next();
  assert.deepEqual(command, { type: "unsubscribe", channels: ["market_data:A"] });
  peer.send({ type: "unsubscription_confirmed", channels: ["market_data:A"], timestamp: TIME, id });
  await left;
  peer.publish(3);
  await client.ping();
  assert.deepEqual(two.offsets, [1, 2]);
});

test("a channel cannot be followed on two terms", async (t) => {
  const { client } = await connected(t);
  client.subscribe("market_data:A", { maxHz: 1 });

  assert.throws(() => client.subscribe("market_data:A"), { code: "options_conflict" });
  assert.doesNotThrow(() => client.subscribe("market_data:A", { maxHz: 1 }));
});

test("a member that comes by its family and by itself is handed to each once", async (t) => {
  const { client, peer } = await connected(t);
  const [family, member] = [new Inbox(), new Inbox()];
  client.subscribe("market_data", family.handler);
  await peer.confirm();
  client.subscribe("market_data:A", member.handler);
  await peer.confirm();

  peer.publish(1);
  peer.publish(1, {}, "market_data:B");

  await Promise.all([family.count(2), member.count(1)]);
  await client.ping();
  assert.deepEqual([family.offsets, member.offsets], [[1, 1], [1]]);
});

test("a watch-list changes in one step, and names what others follow, too", async (t) => {
  const { client, peer } = await connected(t);
  const line = (channel) => ({ channel, epoch: "e1", offset: 0, granted: { gapless: true } });
  const inbox = new Inbox();
  const list = client.subscribe(["market_data:A", "market_data:B"], inbox.handler);
  const first = await peer.next();
  peer.send({ type: "subscription_confirmed", channels: [line("market_data:A"), line("market_data:B")], timestamp: TIME, id: first.id });
  client.subscribe("market_data:X");
  await peer.confirm();

  const change = list.setChannels(["market_data:B", "market_data:C"]);
  const { id, ...command } = await peer.next();
  assert.deepEqual(command, { type: "set_channels", family: "market_data", channels: ["market_data:X", "market_data:B", "market_data:C"], options: {} });
  peer.send({ type: "channels_set", family: "market_data", added: [line("market_data:C")], removed: ["market_data:A"], timestamp: TIME, id });
  peer.publish(1, {}, "market_data:C");
  assert.deepEqual((await change).removed, ["market_data:A"]);
  await inbox.count(1);
  assert.deepEqual(list.channels, ["market_data:B", "market_data:C"]);

  const refused = list.setChannels(["market_data:nope nope"]);
  const second = await peer.next();
  peer.send({ type: "error", code: "invalid_field", error: "no", field: "channels[1]", timestamp: TIME, id: second.id });
  await assert.rejects(refused, { code: "invalid_field" });
  assert.deepEqual(list.channels, ["market_data:B", "market_data:C"]);
  await assert.rejects(list.setChannels(["notifications"]), { code: "invalid_argument" });
});

test("an operator who ends a subscription is told of, and obeyed", async (t) => {
  const { server, client, peer } = await connected(t);
  const subscription = client.subscribe("market_data:A");
  await peer.confirm();
  const ended = event(subscription, "unsubscribed");

  peer.send({ type: "unsubscribed", channel: "market_data:A", reason: "operator", timestamp: TIME });

  assert.deepEqual(await ended, { channel: "market_data:A", reason: "operator" });
  assert.equal(subscription.state, "ended");
  peer.drop();
  const back = (await server.peer()).welcome();
  client.on("state", () => {});
  await event(client, "state", ({ state }) => state === "connected");
  const answer = client.getNotifications();
  const command = await back.next();
  assert.equal(command.type, "get_notifications");
  back.send({ type: "notifications_list", id: command.id });
  await answer;
});

test("a right that ends takes its subscription with it", async (t) => {
  const { client, peer } = await connected(t);
  const subscription = client.subscribe("market_data:A");
  await peer.confirm();
  const ended = event(subscription, "unsubscribed");

  peer.send({ type: "error", code: "forbidden", error: "no", channel: "market_data:A", timestamp: TIME });

  assert.deepEqual(await ended, { channel: "market_data:A", reason: "forbidden" });
});

test("what a handler has returned from is acknowledged, a repetition again", async (t) => {
  const { client, peer } = await connected(t);
  const inbox = new Inbox();
  client.subscribe("market_data:A", { ack: true }, inbox.handler);
  assert.equal((await peer.confirm()).ack, true);

  peer.publish(1);
  peer.publish(2);
  assert.deepEqual(await peer.next(), { type: "ack", channel: "market_data:A", offset: 2 });
  peer.publish(2);
  assert.deepEqual(await peer.next(), { type: "ack", channel: "market_data:A", offset: 2 });
  assert.deepEqual(inbox.offsets, [1, 2]);
});

test("what a promise waits for is not acknowledged, nor what came behind it", async (t) => {
  const { client, peer } = await connected(t);
  const inbox = new Inbox();
  const ends = [];
  client.subscribe("market_data:A", { ack: true }, (publication, delivery) => {
    inbox.handler(publication, delivery);
    return new Promise((resolve) => ends.push(resolve));
  });
  client.subscribe("market_data:B", { ack: true }, () => {});
  await peer.confirm();
  await peer.confirm();
  for (const offset of [1, 2, 3]) peer.publish(offset);
  await inbox.count(3);

  ends[1]();
  peer.publish(1);
  peer.publish(1, {}, "market_data:B");
  assert.deepEqual(await peer.next(), { type: "ack", channel: "market_data:B", offset: 1 });

  ends[0]();
  assert.deepEqual(await peer.next(), { type: "ack", channel: "market_data:A", offset: 2 });
});

test("what no handler is done with is not acknowledged", async (t) => {
  const { client, peer } = await connected(t);
  client.subscribe("market_data:A", { ack: true }, async () => {
    throw new Error("mine");
  });
  client.subscribe("market_data:B", { ack: true });
  client.subscribe("market_data:C", { ack: true }, () => {});
  for (let n = 0; n < 3; n++) await peer.confirm();

  for (const channel of ["market_data:A", "market_data:B", "market_data:C"]) peer.publish(1, {}, channel);

  assert.deepEqual(await peer.next(), { type: "ack", channel: "market_data:C", offset: 1 });
});

test("an iterator acknowledges a publication when it is asked for the next one", async (t) => {
  const { client, peer } = await connected(t);
  const subscription = client.subscribe("market_data:A", { ack: true });
  const iterator = subscription[Symbol.asyncIterator]();
  client.subscribe("market_data:B", { ack: true }, () => {});
  await peer.confirm();
  await peer.confirm();
  const first = iterator.next();
  peer.publish(1);
  peer.publish(2);
  assert.equal((await first).value.offset, 1);
  peer.publish(1, {}, "market_data:B");
  assert.deepEqual(await peer.next(), { type: "ack", channel: "market_data:B", offset: 1 });

  await iterator.next();

  assert.deepEqual(await peer.next(), { type: "ack", channel: "market_data:A", offset: 1 });
  await iterator.return();
  peer.publish(2, {}, "market_data:B");
  assert.deepEqual(await peer.next(), { type: "ack", channel: "market_data:B", offset: 2 });
});

test("who acknowledges by hand is left to it", async (t) => {
  const { client, peer } = await connected(t);
  const inbox = new Inbox();
  const subscription = client.subscribe("market_data:A", { ack: "manual" }, inbox.handler);
  await peer.confirm();
  peer.publish(1);
  peer.publish(2);
  await inbox.count(2);

  subscription.ack("market_data:A", 1);

  assert.deepEqual(await peer.next(), { type: "ack", channel: "market_data:A", offset: 1 });
});

test("a handler that throws is told of and stops nothing", async (t) => {
  const { client, peer } = await connected(t);
  const errors = collect(client, "error");
  const iterated = client.subscribe("market_data:A", () => {
    throw new Error("mine");
  });
  const it = iterated[Symbol.asyncIterator]();
  await peer.confirm();
  peer.publish(1);
  peer.publish(2);

  assert.deepEqual([(await it.next()).value.offset, (await it.next()).value.offset], [1, 2]);
  assert.deepEqual(errors.map(({ code, cause }) => [code, cause.message]), [["handler", "mine"], ["handler", "mine"]]);
});

test("an asynchronous handler that rejects is told of and stops nothing", async (t) => {
  const { client, peer } = await connected(t);
  const inbox = new Inbox();
  const error = event(client, "error");
  client.subscribe("market_data:A", async (publication, delivery) => {
    inbox.handler(publication, delivery);
    throw new Error("mine");
  });
  await peer.confirm();
  peer.publish(1);

  const { code, cause } = await error;
  assert.deepEqual([code, cause.message], ["handler", "mine"]);
  peer.publish(2);
  await inbox.count(2);
});

test("who iterates gets everything across a reconnect, until the subscription ends", async (t) => {
  const { server, client, peer } = await connected(t);
  const subscription = client.subscribe("market_data:A");
  const offsets = [];
  const iterated = (async () => {
    for await (const { offset } of subscription) {
      offsets.push(offset);
      if (offset === 3) await subscription.unsubscribe().catch(() => {});
    }
  })();
  await peer.confirm();
  peer.publish(1);
  await event(client, "message");
  peer.drop();
  const back = (await server.peer()).welcome();
  const { id } = await back.next();
  back.send({ type: "resumed", channels: [{ channel: "market_data:A", epoch: "e1", offset: 2, recovered: true }], timestamp: TIME, id });
  back.publish(2);
  back.publish(3);
  back.send({ type: "unsubscription_confirmed", channels: ["market_data:A"], timestamp: TIME, id: (await back.next()).id });

  await iterated;
  assert.deepEqual(offsets, [1, 2, 3]);
});

test("an iterator that is too slow is told what it missed", async (t) => {
  const { client, peer } = await connected(t);
  const subscription = client.subscribe("market_data:A", { bufferMax: 2 });
  const it = subscription.deliveries();
  const gaps = collect(subscription, "gap");
  await peer.confirm();

  for (const offset of [1, 2, 3, 4]) peer.publish(offset);

  await event(client, "message", ({ offset }) => offset === 4);
  assert.deepEqual(gaps, [1, 2].map((n) => ({ channel: "market_data:A", reason: "buffer_overflow", from: n, to: n })));
  assert.equal((await it.next()).value.publication.offset, 3);
});

test("limits hold for every connection, and holes are none while states are thinned", async (t) => {
  const { server, client, peer } = await connected(t);
  const inbox = new Inbox();
  client.subscribe("market_data:A", inbox.handler);
  await peer.confirm();
  const gaps = collect(client, "gap");
  const limits = async (from, granted, call) => {
    const { id, type, ...wish } = await from.next();
    assert.equal(type, "set_limits");
    from.send({ type: "limits", granted, caps: {}, timestamp: TIME, id });
    assert.deepEqual((await call)?.granted, call && { maxHz: granted.max_hz });
    return wish;
  };

  assert.deepEqual(await limits(peer, { max_hz: 2 }, client.setLimits({ maxHz: 3 })), { max_hz: 3 });
  peer.publish(3);
  await inbox.count(1);
  peer.drop();
  const back = (await server.peer()).welcome();
  assert.deepEqual(await limits(back, { max_hz: 2 }), { max_hz: 3 });
  const { id } = await back.next();
  back.send({ type: "resumed", channels: [{ channel: "market_data:A", epoch: "e1", offset: 3, recovered: true, granted: { gapless: true } }], timestamp: TIME, id });
  back.publish(9);
  await inbox.count(2);
  const free = client.setLimits({});
  const { id: last } = await back.next();
  back.send({ type: "limits", granted: {}, caps: {}, timestamp: TIME, id: last });
  await free;
  back.publish(12);
  back.publish(14);
  await inbox.count(4);
  assert.deepEqual(gaps, [{ channel: "market_data:A", reason: "hole", from: 13, to: 13 }]);
});

test("a token is shown as a subprotocol, and renewed before it ends", async (t) => {
  const tokens = ["one", "two"];
  const reasons = [];
  const { client, peer, server } = await connected(t, {
    getToken: (reason) => {
      reasons.push(reason);
      return tokens.shift();
    },
  });
  assert.equal(peer.request.headers["sec-websocket-protocol"], "gateway.v1.json,gateway.auth.one");
  client.subscribe("market_data:A");
  await peer.confirm();
  const expiring = event(client, "tokenExpiring");

  peer.send({ type: "token_expiring", expires_at: TIME });

  await expiring;
  const { id, ...command } = await peer.next();
  assert.deepEqual(command, { type: "authenticate", token: "two" });
  peer.send({ type: "authenticated", user_id: "u", expires_at: TIME, resume_token: "r-user", timestamp: TIME, id });
  await client.ping();
  peer.drop();
  const back = await server.peer();
  assert.equal(back.request.headers["sec-websocket-protocol"], "gateway.v1.json,gateway.auth.two");
  back.welcome();
  assert.equal((await back.next()).token, "r-user");
  assert.deepEqual(reasons, ["connect", "expiring"]);
});

test("who is closed since the token ended comes back with another", async (t) => {
  const tokens = ["one", "two"];
  const { peer, server } = await connected(t, { getToken: () => tokens.shift() });

  peer.close(4003, "token_expired");

  assert.equal((await server.peer()).request.headers["sec-websocket-protocol"], "gateway.v1.json,gateway.auth.two");
});

test("a source of tokens that fails is told of and asked again", async (t) => {
  const server = await scriptedServer(t);
  let asked = 0;
  const client = newClient(t, server.url, {
    getToken: () => {
      if (++asked < 3) throw new Error("away");
      return "good";
    },
  });
  const errors = collect(client, "error");

  const ready = client.connect();

  (await server.peer()).welcome();
  await ready;
  assert.deepEqual(errors.map(({ code }) => code), ["token", "token"]);
});

test("the clock of the gateway and the age of a message are told", async (t) => {
  const server = await scriptedServer(t, { pong: false });
  const client = newClient(t, server.url);
  const ready = client.connect();
  const peer = (await server.peer()).welcome();
  await ready;
  const ping = client.ping();
  assert.equal(client.clockOffsetMs, undefined);

  // The gateway's clock is an hour ahead.
  const now = Date.now() * 1000 + 3600e6;
  peer.send({ type: "pong", t0: Date.now() * 1000, t1: now, t2: now, timestamp: TIME, id: 2 });

  await ping;
  assert.ok(Math.abs(client.clockOffsetMs - 3600e3) < 1000, `${client.clockOffsetMs}`);
  const age = client.ageMs({ server_time: Date.now() / 1000 + 3600 - 5 });
  assert.ok(Math.abs(age - 5000) < 1000, `${age}`);
});

test("close ends everything once", async (t) => {
  const { client, peer } = await connected(t);
  const subscription = client.subscribe("market_data:A");
  await peer.confirm();
  const iterated = subscription[Symbol.asyncIterator]().next();
  const closed = collect(client, "closed");
  const answer = client.getNotifications();

  client.close();
  client.close();

  await assert.rejects(answer, { code: "connection_lost" });
  await assert.rejects(iterated, { code: "closed" });
  assert.deepEqual(closed, [{ code: 1000, reason: "" }]);
  assert.equal((await peer.closed).code, 1000);
  await assert.rejects(client.connect(), { code: "closed" });
  assert.throws(() => client.subscribe("market_data:B"), { code: "closed" });
});
