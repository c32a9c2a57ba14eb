// Against a real gateway, that is killed, drained, stalled and started again: nothing twice, and no loss without a word.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import test from "node:test";
import { collect, event, Inbox, newClient } from "./support/client.mjs";
import { Feed, Gateway } from "./support/gateway.mjs";

/** Follows a channel, and keeps what comes and what is told in one order. */
function follow(client, channel) {
  const story = [];
  const inbox = new Inbox();
  const subscription = client.subscribe(channel, (publication, delivery) => {
    story.push({ n: publication.n });
    inbox.handler(publication, delivery);
  });
  for (const told of ["gap", "lag"]) subscription.on(told, ({ reason }) => story.push({ told, reason }));
  return { story, inbox, subscription };
}

/** Nothing doubled, nothing out of order, and between two numbers with a hole a gap or a lag. */
function requireWhole(story, unknown) {
  let before;
  let excused = false;
  for (const { n, told } of story) {
    if (told) {
      excused = true;
      continue;
    }
    if (before !== undefined) {
      assert.ok(n > before, `${n} behind ${before}`);
      for (let lost = before + 1; lost < n; lost++) {
        assert.ok(excused || unknown.has(lost), `${lost} was lost without a word`);
      }
    }
    before = n;
    excused = false;
  }
}

const saw = (last) => ({ all }) => all.at(-1)?.publication.n === last;
const more = (inbox, count) => inbox.count(inbox.all.length + count);
const state = (client, wanted) => (client.state === wanted ? Promise.resolve() : event(client, "state", (change) => change.state === wanted));

test("a gateway that is killed, stalled and drained under clients of both formats", async (t) => {
  const gateway = await Gateway.start(t);
  const followers = ["json", "msgpack"].map((format) => {
    const client = newClient(t, gateway.url, { format, pingIntervalMs: 100, pongTimeoutMs: 400 });
    const follower = follow(client, "market_data:A");
    return { client, ...follower, gaps: collect(follower.subscription, "gap"), confirmed: collect(follower.subscription, "subscribed") };
  });
  const all = (each) => Promise.all(followers.map(each));
  const reasons = () => followers.map(({ gaps }) => gaps.map(({ reason }) => reason));
  await all(({ client }) => client.connect());
  await all(({ subscription }) => subscription.ready);
  const feed = new Feed(gateway, "market_data:A");
  await all(({ inbox }) => inbox.count(20));

  await t.test("stalled: silence is noticed, and what was missed is recovered", async () => {
    gateway.signal("SIGSTOP");
    await all(({ client }) => state(client, "reconnecting"));
    gateway.signal("SIGCONT");
    await all(({ client }) => state(client, "connected"));
    await all(({ inbox }) => more(inbox, 20));
    assert.deepEqual(reasons(), [[], []]);
    assert.deepEqual(followers.map(({ confirmed }) => confirmed.at(-1).recovered), [true, true]);
  });

  await t.test("killed: the loss is told, and live goes on", async () => {
    await gateway.ended("SIGKILL");
    await all(({ client }) => state(client, "reconnecting"));
    await gateway.start();
    await all(({ client }) => state(client, "connected"));
    await all(({ inbox }) => more(inbox, 20));
    assert.deepEqual(reasons(), Array(2).fill(["epoch_changed"]));
  });

  await t.test("drained: told of, left, and come back to", async () => {
    const told = all(({ client }) => event(client, "shutdown"));
    await gateway.ended("SIGTERM");
    await told;
    await gateway.start();
    await all(({ client }) => state(client, "connected"));
    await all(({ inbox }) => more(inbox, 20));
    assert.deepEqual(reasons(), Array(2).fill(["epoch_changed", "epoch_changed"]));
  });

  const last = await feed.stop();
  await all(({ inbox }) => inbox.until(saw(last)));
  for (const { story } of followers) requireWhole(story, feed.unknown);
});

for (const format of ["json", "msgpack"]) {
  test(`every command of ${format} is understood`, async (t) => {
    const gateway = await Gateway.start(t);
    const client = newClient(t, gateway.url, { format, userId: "u1" });
    const errors = collect(client, "error");
    await client.connect();
    assert.equal(client.welcome.protocol, `gateway.v1.${format}`);

    await t.test("publish, with the offset and who got it", async () => {
      const inbox = new Inbox();
      const subscription = client.subscribe("market_data:A", { ack: true }, inbox.handler);
      await subscription.ready;
      const { offset, recipient_count } = await client.publish("market_data:A", { type: "quote", price: 45.5 }, { priority: "HIGH" });
      await inbox.count(1);
      assert.deepEqual([offset, recipient_count, inbox.all[0].publication.price], [1, 1, 45.5]);
      await client.ping();
      const age = client.ageMs(inbox.all[0].publication);
      assert.ok(age > -1000 && age < 10_000, `${age} ms old`);
      await subscription.unsubscribe();
    });

    await t.test("a family with a snapshot", async () => {
      await client.publish("market_data:B", { type: "quote", price: 1 });
      const inbox = new Inbox();
      const family = client.subscribe("market_data", { snapshot: true }, inbox.handler);
      await inbox.count(2);
      assert.deepEqual(new Set(inbox.all.map(({ delivery }) => delivery.channel)), new Set(["market_data:A", "market_data:B"]));
      assert.ok(inbox.all.every(({ delivery }) => delivery.past));
      await client.publish("market_data:B", { type: "quote", price: 2 });
      await inbox.count(3);
      assert.deepEqual(inbox.all[2].delivery, { channel: "market_data:B", offset: 2, past: false });
      await family.unsubscribe();
    });

    await t.test("a watch-list", async () => {
      const inbox = new Inbox();
      const list = client.subscribe(["market_data:A", "market_data:B"], {}, inbox.handler);
      await list.ready;
      const { removed, added } = await list.setChannels(["market_data:B", "market_data:C"]);
      assert.deepEqual([removed, added.map(({ channel }) => channel)], [["market_data:A"], ["market_data:C"]]);
      for (const member of ["A", "B", "C"]) await client.publish(`market_data:${member}`, { type: "quote" });
      await inbox.count(2);
      assert.deepEqual(inbox.all.map(({ delivery }) => delivery.channel), ["market_data:B", "market_data:C"]);
      await list.unsubscribe();
    });

    await t.test("rewind, and since of an earlier client", async () => {
      const [past, later] = [new Inbox(), new Inbox()];
      for (let n = 1; n <= 5; n++) await client.publish("market_data:R", { type: "number", n });
      const rewound = client.subscribe("market_data:R", { rewind: { last: 2 } }, past.handler);
      await past.count(2);
      assert.deepEqual(past.offsets, [4, 5]);
      const { epoch } = rewound.position("market_data:R");
      await rewound.unsubscribe();
      client.subscribe("market_data:R", { since: { epoch, offset: 1 } }, later.handler);
      await later.count(4);
      assert.deepEqual(later.offsets, [2, 3, 4, 5]);
    });

    await t.test("conflation, a filter that is refused, and limits", async () => {
      const thinned = client.subscribe("market_data:T", { maxHz: 3, counts: true });
      const { granted, gapless } = await event(thinned, "subscribed");
      assert.deepEqual([granted.max_hz, gapless], [2, false]);
      await assert.rejects(client.subscribe("market_data:F", { filter: ["gt", "nothing", 1] }).ready, { code: "invalid_filter", field: "options.filter[1]" });
      assert.deepEqual((await client.setLimits({ maxHz: 6, maxKbps: 100 })).granted, { maxHz: 5, maxKbps: 100 });
      assert.deepEqual((await client.setLimits({})).granted, {});
    });

    await t.test("charts", async () => {
      const inbox = new Inbox();
      await client.publishChart("0700.HK", [1, 2, 3].map((timestamp) => ({ timestamp, data_type: "trade", value: timestamp + 0.5 })));
      const chart = client.subscribeChart("0700.HK", { history: 2 }, inbox.handler);
      await inbox.count(1);
      assert.deepEqual(inbox.all[0].publication.data_points.map(({ value }) => value), [2.5, 3.5]);
      await client.publishChart("0700.HK", [{ timestamp: 4, data_type: "trade", value: 4 }]);
      await inbox.count(2);
      await chart.unsubscribe();
      await client.removeChart("0700.HK");
    });

    await t.test("back-tests", async () => {
      await assert.rejects(client.requestBacktestProgress("b1"), { code: "task_not_found" });
      await client.publishBacktestProgress("b1", { status: "running", progress: 45.5 });
      assert.equal((await client.requestBacktestProgress("b1")).progress, 45.5);
      const inbox = new Inbox();
      client.subscribe("backtest_progress", { snapshot: true }, inbox.handler);
      await inbox.count(1);
      assert.equal(inbox.all[0].publication.data.progress, 45.5);
    });

    await t.test("notifications", async () => {
      const inbox = new Inbox();
      await client.subscribe("notifications", inbox.handler).ready;
      const { notification_id } = await client.publishNotification({ type: "info", title: "回测完成", message: "<b>", user_id: "u1" });
      await client.publishNotification({ type: "info", title: "for all", message: "" });
      await inbox.count(2);
      assert.deepEqual(inbox.all.map(({ delivery }) => delivery.channel).sort(), ["notifications", "user:u1"]);
      assert.equal((await client.getNotifications()).unread, 2);
      assert.equal((await client.markNotificationRead(notification_id)).notification_id, notification_id);
      assert.equal((await client.getNotifications(1)).unread, 1);
    });

    await t.test("system status", async () => {
      const inbox = new Inbox();
      client.subscribe("system_status", inbox.handler);
      await inbox.count(1);
      await client.publishSystemStatus({ queue_depth: 7 });
      await inbox.until(({ all }) => all.some(({ publication }) => publication.status.queue_depth === 7));
    });

    assert.deepEqual(errors.filter(({ code }) => code !== "invalid_filter"), []);
  });
}

const SECRET = "a-secret-for-tests-of-32-characters-or-more";

function jwt(seconds) {
  const encode = (object) => Buffer.from(JSON.stringify(object)).toString("base64url");
  const claims = { sub: "alice", exp: Math.floor(Date.now() / 1000) + seconds, subscribe: "*", publish: "*", history: "*" };
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", SECRET).update(signed).digest("base64url")}`;
}

test("a token that ends is renewed in band, without a reconnect", async (t) => {
  const gateway = await Gateway.start(t, ["auth.mode=required", `auth.hs-secret=${SECRET}`]);
  const refused = newClient(t, gateway.url, { token: "no.real.token" });
  await assert.rejects(refused.connect(), { code: "refused" });
  const reasons = [];
  const client = newClient(t, gateway.url, {
    getToken: (reason) => {
      reasons.push(reason);
      return jwt(reason === "connect" ? 30 : 3600);
    },
  });
  const retries = collect(client, "retry");
  const inbox = new Inbox();
  client.subscribe("market_data:A", inbox.handler);

  // 30 s are less than the gateway's warning: it comes at once.
  const expiring = event(client, "tokenExpiring");
  await client.connect();
  await expiring;
  await client.publish("market_data:A", {});

  await inbox.count(1);
  assert.deepEqual(reasons, ["connect", "expiring"]);
  assert.deepEqual(retries, []);
});
