// A server that does what no server should: each documented outcome.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import test from "node:test";
import { collect, event, Inbox, newClient } from "./support/client.mjs";
import { scriptedServer, TIME } from "./support/scripted-server.mjs";

/** A client that is subscribed to `market_data:A`, and its peer. */
async function subscribed(t, options, confirmation) {
  const server = await scriptedServer(t, options?.server);
  const client = newClient(t, server.url, options);
  const inbox = new Inbox();
  const subscription = client.subscribe("market_data:A", options?.subscribe ?? {}, inbox.handler);
  client.connect().catch(() => {});
  const peer = (await server.peer()).welcome();
  await peer.confirm(confirmation);
  await subscription.ready;
  return { server, client, inbox, subscription, peer };
}

const GARBAGE = ["", "{oops", "[]", "7", "null", '"text"', "{}", '{"type":7}', '{"type":"quote"} {}', Buffer.from([0xc1])];

test("garbage is told, and the connection lives on", async (t) => {
  const { client, inbox, peer } = await subscribed(t);
  const errors = collect(client, "error");

  for (const garbage of GARBAGE) peer.send(garbage);
  peer.publish(1);

  await inbox.count(1);
  assert.deepEqual(errors.map(({ code }) => code), GARBAGE.map(() => "bad_message"));
  assert.equal(client.state, "connected");
});

test("whoever sends too much garbage is left, and met again", async (t) => {
  const { server, client, peer } = await subscribed(t, { maxBadMessages: 3 });
  const retry = event(client, "retry");

  for (let n = 0; n < 3; n++) peer.send("{");

  assert.deepEqual(await retry.then(({ code, reason }) => ({ code, reason })), { code: 3001, reason: "garbage" });
  (await server.peer()).welcome();
  await event(client, "state", ({ state }) => state === "connected");
});

test("messages that no protocol has harm nothing", async (t) => {
  const { client, inbox, peer } = await subscribed(t);

  for (const message of [
    { type: "newer_than_this_client", channel: "market_data:A" },
    { type: "subscription_confirmed", channel: "market_data:A", epoch: "x", offset: 9, id: 4711 },
    { type: "pong", timestamp: TIME },
    { type: "snapshot", channel: "market_data", page: 1, last: true, items: [] },
    { type: "unsubscribed", channel: "market_data:other", reason: "operator", timestamp: TIME },
    { type: "lag", channel: "market_data:other", dropped: 1, reason: "conflated" },
    { type: "chart_update", data_points: [] },
    { type: "connection_established", connection_id: "again" },
  ]) {
    peer.send(message);
  }
  peer.publish(1);

  await inbox.count(1);
  assert.deepEqual(inbox.offsets, [1]);
  assert.equal(client.state, "connected");
});

test("messages whose fields are of other types than they should be end nothing", async (t) => {
  const { client, inbox, peer } = await subscribed(t);

  for (const message of [
    { type: "snapshot", channel: "market_data" },
    { type: "server_shutdown", reconnect_after_ms: "soon" },
    { type: "lag" },
    { type: "error" },
    { type: "unsubscribed" },
    { type: "quote", channel: 7, offset: 1, server_time: 1 },
    { type: "quote", channel: "market_data:A", offset: "1", server_time: 1 },
    { type: "token_expiring" },
  ]) {
    peer.send(message);
  }
  peer.publish(1);

  await inbox.count(1);
  assert.equal(inbox.offsets.at(-1), 1);
  assert.equal(client.state, "connected");
});

test("a publisher who chooses the gateway's types and ids deceives nobody", async (t) => {
  const { client, inbox, peer } = await subscribed(t);
  const unsubscribed = collect(client, "unsubscribed");
  const answer = client.getNotifications();
  const { id } = await peer.next();

  ["error", "lag", "unsubscribed", "server_shutdown", "notifications_list"].forEach((type, n) => peer.publish(n + 1, { type, id }));
  peer.send({ type: "notifications_list", notifications: [], unread: 7, timestamp: TIME, id });

  assert.equal((await answer).unread, 7);
  await inbox.count(5);
  assert.deepEqual(inbox.offsets, [1, 2, 3, 4, 5]);
  assert.deepEqual(unsubscribed, []);
  assert.equal(client.state, "connected");
});

test("an offset that comes twice is handed over once", async (t) => {
  const { client, inbox, peer } = await subscribed(t);
  const gaps = collect(client, "gap");

  for (const offset of [1, 2, 2, 1, 3]) peer.publish(offset);

  await inbox.until(({ offsets }) => offsets.includes(3));
  assert.deepEqual(inbox.offsets, [1, 2, 3]);
  assert.deepEqual(gaps, []);
});

test("an offset that is skipped is told as a gap ahead of what comes", async (t) => {
  const { client, inbox, peer } = await subscribed(t);
  const gaps = [];
  client.on("gap", (gap) => gaps.push({ ...gap, after: inbox.offsets.length }));

  peer.publish(1);
  peer.publish(4);

  await inbox.count(2);
  assert.deepEqual(gaps, [{ channel: "market_data:A", reason: "hole", from: 2, to: 3, after: 1 }]);
});

test("a hole is no gap where the confirmation does not say gapless", async (t) => {
  for (const granted of [undefined, {}, { gapless: false, max_hz: 1 }]) {
    const { client, inbox, peer } = await subscribed(t, {}, { granted });
    const gaps = collect(client, "gap");

    peer.publish(1);
    peer.publish(4);

    await inbox.count(2);
    assert.deepEqual(gaps, []);
  }
});

test("a hole that a lag announces is told as the lag alone", async (t) => {
  const { client, inbox, peer } = await subscribed(t);
  const [gaps, lags] = [collect(client, "gap"), collect(client, "lag")];

  peer.send({ type: "lag", channel: "market_data:A", dropped: 3, reason: "conflated", from: 1, to: 3 });
  peer.publish(4);

  await inbox.count(1);
  assert.deepEqual([gaps.length, lags.length], [0, 1]);
});

const SENDABLE = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4001, 4002, 4003, 4004, 4499, 4500, 4501, 4502, 4999];
const ENDS = new Set([1002, 1003, 1007, 1008, 1009, 1010, 4003, 4500, 4501, 4502, 4999]);
const TOLD = new Map([[1012, [1000, 15_000]], [4004, [15_000, 30_000]]]);
for (const code of SENDABLE) {
  test(`close ${code} ${ENDS.has(code) ? "ends the client" : "is come back from"}`, async (t) => {
    const { server, client, peer, subscription } = await subscribed(t);
    const closed = event(client, "closed");
    const retry = event(client, "retry");

    peer.close(code, "because");

    if (ENDS.has(code)) {
      assert.deepEqual((({ code, reason }) => ({ code, reason }))(await closed), { code, reason: "because" });
      assert.equal(client.state, "closed");
      assert.equal(subscription.state, "ended");
      await assert.rejects(client.connect(), { code: "refused" });
    } else {
      assert.equal((await retry).code, code);
      assert.equal(client.state, "reconnecting");
      const told = TOLD.get(code);
      if (told) {
        // Not waited for here.
        assert.ok((await retry).inMs >= told[0] && (await retry).inMs <= told[1]);
        return;
      }
      (await server.peer()).welcome();
      await event(client, "state", ({ state }) => state === "connected");
    }
  });
}

test("a close counts though the server lingers behind it", async (t) => {
  const { client, peer } = await subscribed(t, { pingIntervalMs: 20, pongTimeoutMs: 40 });
  const closed = event(client, "closed");

  // It reads nothing any more, and so never ends the connection below.
  peer.request.socket.pause();
  peer.close(4502, "kicked");

  assert.deepEqual(await closed, { code: 4502, reason: "kicked" });
});

test("a connection that breaks off is come back from", async (t) => {
  const { server, client, peer } = await subscribed(t);
  const retry = event(client, "retry");

  peer.drop();

  assert.equal((await retry).code, 1006);
  (await server.peer()).welcome();
  await event(client, "state", ({ state }) => state === "connected");
});

test("a server that accepts and says nothing is left, and met again", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url, { connectTimeoutMs: 50 });
  const retry = event(client, "retry");

  const connected = client.connect();

  await server.peer();
  assert.deepEqual(await retry.then(({ code, reason }) => ({ code, reason })), { code: 3002, reason: "no welcome" });
  assert.equal(client.state, "connecting");
  (await server.peer()).welcome();
  await connected;
});

test("a server that falls silent is left, and met again", async (t) => {
  const server = await scriptedServer(t, { pong: false });
  const client = newClient(t, server.url, { pingIntervalMs: 20, pongTimeoutMs: 40 });
  const retry = event(client, "retry");
  client.connect();

  (await server.peer()).welcome();

  assert.deepEqual(await retry.then(({ code, reason }) => ({ code, reason })), { code: 3000, reason: "silent" });
  (await server.peer()).welcome();
  await event(client, "state", ({ state }) => state === "connected");
});

test("messages ahead of the welcome are garbage", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url);
  const error = event(client, "error");
  const connected = client.connect();
  const peer = await server.peer();

  peer.publish(1);

  assert.equal((await error).code, "bad_message");
  peer.welcome();
  await connected;
});

for (const [status, outcome] of [[400, "end"], [401, "end"], [403, "end"], [404, "end"], [421, "end"], [426, "end"], [429, "retry"], [500, "retry"], [503, "retry"]]) {
  test(`an upgrade refused with ${status} means ${outcome}`, async (t) => {
    const server = createServer();
    server.on("upgrade", (_, socket) => socket.end(`HTTP/1.1 ${status} No\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n`));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    t.after(() => server.close());
    const client = newClient(t, `ws://127.0.0.1:${server.address().port}`);
    const [closed, retry] = [event(client, "closed"), event(client, "retry")];

    client.connect().catch(() => {});

    const { code, reason, inMs } = await (outcome === "end" ? closed : retry);
    assert.deepEqual([code, reason], [status, `HTTP ${status}`]);
    if (outcome === "retry") assert.ok(inMs >= 2000 && inMs <= 4000, `waits ${inMs} ms`);
  });
}

test("who is not there is tried again and again", async (t) => {
  const gone = await scriptedServer(t);
  const client = newClient(t, "ws://127.0.0.1:1", { reconnect: { burst: 2, attemptsMax: 4 } });
  const retries = collect(client, "retry");
  assert.ok(gone.url);

  await assert.rejects(client.connect(), { code: "refused" });

  assert.deepEqual(retries.map(({ attempt, code }) => [attempt, code]), [1, 2, 3, 4].map((n) => [n, 1006]));
});

test("who is told not to come back does not", async (t) => {
  const server = await scriptedServer(t);
  const client = newClient(t, server.url, { reconnect: false });
  client.connect();
  const peer = (await server.peer()).welcome();
  await event(client, "state", ({ state }) => state === "connected");

  peer.drop();

  await event(client, "closed");
  assert.equal(client.state, "closed");
});
