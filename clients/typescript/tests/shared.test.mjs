// Several tabs, one connection: the worker's side and the tabs' side over real message ports.
import assert from "node:assert/strict";
import test from "node:test";
import WebSocket from "ws";
import { SharedClient, TabServer } from "../dist/shared.js";
import { collect, event, Inbox } from "./support/client.mjs";
import { scriptedServer, TIME } from "./support/scripted-server.mjs";

async function tabs(t, count, options = {}) {
  const server = await scriptedServer(t);
  const worker = new TabServer({ url: server.url, WebSocket, reconnect: { baseMs: 10 } }, options);
  const clients = Array.from({ length: count }, () => {
    const { port1, port2 } = new MessageChannel();
    worker.add(port1);
    const client = new SharedClient(port2);
    t.after(() => {
      client.close();
      port2.close();
    });
    return client;
  });
  t.after(() => worker.close());
  const peer = (await server.peer()).welcome();
  await Promise.all(clients.map((client) => client.connect()));
  return { server, worker, clients, peer };
}

test("tabs share a connection, and each gets what it follows", async (t) => {
  const { server, clients: [one, two], peer } = await tabs(t, 2);
  const [a, b] = [new Inbox(), new Inbox()];
  one.subscribe("market_data:A", a.handler);
  await peer.confirm();
  two.subscribe("market_data:A", b.handler);
  await peer.confirm();

  peer.publish(1);

  await Promise.all([a.count(1), b.count(1)]);
  assert.deepEqual(a.all, b.all);
  assert.equal(server.untaken, 0);
  one.close();
  peer.publish(2);
  await b.count(2);
  assert.deepEqual(a.offsets, [1]);
});

test("the last tab that leaves a channel leaves it for the connection", async (t) => {
  const { clients: [one], peer } = await tabs(t, 1);
  const subscription = one.subscribe("market_data:A");
  await peer.confirm();
  await subscription.ready;

  one.close();

  assert.equal((await peer.next()).type, "unsubscribe");
});

test("commands, their errors, and refused subscriptions come back to their tab", async (t) => {
  const { clients: [one, two], peer } = await tabs(t, 2);
  const list = one.getNotifications();
  peer.send({ type: "notifications_list", notifications: [], unread: 3, timestamp: TIME, id: (await peer.next()).id });
  assert.equal((await list).unread, 3);
  const refused = two.publish("nope", {});
  peer.send({ type: "error", code: "unknown_channel", error: "no", field: "channel", timestamp: TIME, id: (await peer.next()).id });
  await assert.rejects(refused, { name: "TickgateError", code: "unknown_channel", field: "channel" });
  one.subscribe("market_data:A", { maxHz: 1 });
  await peer.confirm();
  await assert.rejects(two.subscribe("market_data:A").ready, { code: "options_conflict" });
});

test("a tab cannot have its publications acknowledged by the worker", async (t) => {
  const { clients: [one] } = await tabs(t, 1);

  assert.throws(() => one.subscribe("market_data:A", { ack: true }), { code: "invalid_argument", message: /^ack: / });
});

test("states, gaps and the clock are told to every tab", async (t) => {
  const { server, clients, peer } = await tabs(t, 2);
  const inboxes = clients.map((client) => {
    const inbox = new Inbox();
    client.subscribe("market_data:A", inbox.handler);
    return inbox;
  });
  await peer.confirm();
  await peer.confirm();
  const gaps = clients.map((client) => collect(client, "gap"));
  peer.publish(1);
  peer.publish(3);
  await Promise.all(inboxes.map((inbox) => inbox.count(2)));
  assert.deepEqual(gaps.map((each) => each.map(({ from }) => from)), [[2], [2]]);

  const away = clients.map((client) => event(client, "state", ({ state }) => state === "reconnecting"));
  peer.drop();
  await Promise.all(away);
  (await server.peer()).welcome();
  await Promise.all(clients.map((client) => client.connect()));
});

test("a tab that takes nothing gets no more, and is told of a gap when it is back", async (t) => {
  const { clients: [one], peer } = await tabs(t, 1, { windowMax: 2 });
  const inbox = new Inbox();
  one.subscribe("market_data:A", inbox.handler);
  await peer.confirm();
  const gap = event(one, "gap");

  for (const offset of [1, 2, 3, 4]) peer.publish(offset);

  assert.deepEqual(await gap, { channel: "market_data:A", reason: "tab_behind" });
  assert.deepEqual(inbox.offsets, [1, 2]);
  peer.publish(5);
  await inbox.count(3);
});

test("gaps of a tab that is behind are told as one", async (t) => {
  const { clients: [one], peer } = await tabs(t, 1, { windowMax: 2 });
  const inbox = new Inbox();
  one.subscribe("market_data:A", inbox.handler);
  await peer.confirm();
  const [gaps, lags] = [collect(one, "gap"), collect(one, "lag")];
  const behind = event(one, "gap", ({ reason }) => reason === "tab_behind");

  for (const offset of [1, 2, 4, 6]) peer.publish(offset);
  peer.send({ type: "lag", channel: "market_data:A", dropped: 1, reason: "slow_consumer", from: 7, to: 7 });
  peer.publish(8);

  await behind;
  assert.deepEqual(gaps, [{ channel: "market_data:A", reason: "tab_behind" }]);
  assert.deepEqual(lags, []);
});

test("a tab that is given up gets nothing until it speaks again", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval", "Date"], now: 1_000_000 });
  const server = await scriptedServer(t);
  const worker = new TabServer({ url: server.url, WebSocket }, { silentMs: 60_000 });
  t.after(() => worker.close());
  const { port1, port2 } = new MessageChannel();
  t.after(() => port2.close());
  worker.add(port1);
  const heard = [];
  let waiting;
  port2.on("message", (message) => {
    heard.push(message.ev);
    waiting?.();
  });
  const until = (ev) => new Promise((resolve) => (waiting = () => heard.includes(ev) && resolve())).then(() => (waiting = undefined));
  const answered = until("answer");
  port2.postMessage({ op: "subscribe", key: 1, channels: ["market_data:A"], options: {} });
  port2.postMessage({ op: "request", command: { type: "get_notifications" }, call: 2 });
  const peer = (await server.peer()).welcome();
  await answered;
  await peer.confirm();

  const forgotten = until("forgotten");
  t.mock.timers.tick(65_000);
  await forgotten;
  const before = heard.length;
  t.mock.timers.tick(65_000);
  const other = new MessageChannel();
  t.after(() => other.port2.close());
  worker.add(other.port1);
  // What was posted to the one that is gone would have come ahead of this.
  await new Promise((resolve) => other.port2.once("message", resolve));
  assert.deepEqual(heard.slice(before), []);

  const back = until("clock");
  heard.length = 0;
  port2.postMessage({ op: "alive", taken: 0 });
  await back;
  assert.deepEqual(heard, ["state", "clock"]);
});

test("who waits for a connection hears that there will be none", async (t) => {
  const server = await scriptedServer(t);
  const worker = new TabServer({ url: server.url, WebSocket });
  t.after(() => worker.close());
  const clients = [0, 1].map(() => {
    const { port1, port2 } = new MessageChannel();
    worker.add(port1);
    t.after(() => port2.close());
    const client = new SharedClient(port2);
    t.after(() => client.close());
    return client;
  });
  const waiting = clients.map((client) => assert.rejects(client.connect(), { code: "closed" }));

  clients[0].close();
  await waiting[0];
  (await server.peer()).close(4500, "no");
  await waiting[1];

  await assert.rejects(clients[1].connect(), { code: "closed" });
});
