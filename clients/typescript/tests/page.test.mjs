// What a client does when its page is hidden, and when the network is back.
import assert from "node:assert/strict";
import test from "node:test";
import { collect, event, newClient } from "./support/client.mjs";
import { scriptedServer, TIME } from "./support/scripted-server.mjs";

/** A page as far as the client looks at it. */
function page(t) {
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const network = new EventTarget();
  Object.assign(globalThis, {
    document,
    addEventListener: network.addEventListener.bind(network),
    removeEventListener: network.removeEventListener.bind(network),
  });
  t.after(() => {
    for (const name of ["document", "addEventListener", "removeEventListener"]) delete globalThis[name];
  });
  return {
    become(state) {
      document.visibilityState = state;
      document.dispatchEvent(new Event("visibilitychange"));
    },
    online: () => network.dispatchEvent(new Event("online")),
  };
}

test("a hidden page asks for less, and for what it had when it is back", async (t) => {
  const { become } = page(t);
  const server = await scriptedServer(t);
  const client = newClient(t, server.url);
  client.connect();
  const peer = (await server.peer()).welcome();
  await event(client, "state", ({ state }) => state === "connected");
  const asked = async () => {
    const { id, ...command } = await peer.next();
    peer.send({ type: "limits", granted: {}, caps: {}, timestamp: TIME, id });
    return command;
  };

  const limits = client.setLimits({ maxKbps: 256, maxHz: 5 });
  assert.deepEqual(await asked(), { type: "set_limits", max_kbps: 256, max_hz: 5 });
  await limits;
  become("hidden");
  assert.deepEqual(await asked(), { type: "set_limits", max_kbps: 256, max_hz: 1 });
  await client.ping();
  const { pings } = peer;
  become("visible");
  assert.deepEqual(await asked(), { type: "set_limits", max_kbps: 256, max_hz: 5 });
  await client.ping();
  // One of them asked for a sign of life: the page may have been frozen.
  assert.equal(peer.pings, pings + 2);
});

test("a hidden page that may not matter changes nothing", async (t) => {
  const { become } = page(t);
  const server = await scriptedServer(t);
  const client = newClient(t, server.url, { hidden: false });
  client.connect();
  const peer = (await server.peer()).welcome();
  await event(client, "state", ({ state }) => state === "connected");

  become("hidden");
  client.getNotifications().catch(() => {});

  assert.equal((await peer.next()).type, "get_notifications");
});

test("where the network is back, the client's own wait becomes a short one, at random", async (t) => {
  const { online } = page(t);
  const server = await scriptedServer(t);
  let random = 0.999;
  const client = newClient(t, server.url, { random: () => random, reconnect: { baseMs: 1000, maxMs: 600_000, burst: 0, slowMs: 600_000 } });
  const retries = collect(client, "retry");
  client.connect();
  const peer = (await server.peer()).welcome();
  await event(client, "state", ({ state }) => state === "connected");
  peer.drop();
  await event(client, "retry");

  online();
  random = 0.01;
  online();

  assert.deepEqual(retries.map(({ inMs }) => Math.round(inMs)), [899_400, 999, 10]);
  (await server.peer()).welcome();
  await event(client, "state", ({ state }) => state === "connected");
});

test("a wait that was told is kept to though the network is back", async (t) => {
  const { online } = page(t);
  for (const say of [
    (peer) => peer.close(1012, "restart"),
    (peer) => {
      peer.send({ type: "server_shutdown", reconnect_after_ms: 600_000 });
      peer.drop();
    },
  ]) {
    const server = await scriptedServer(t);
    const client = newClient(t, server.url, { random: () => 0.5 });
    const retries = collect(client, "retry");
    client.connect();
    const peer = (await server.peer()).welcome();
    await event(client, "state", ({ state }) => state === "connected");
    say(peer);
    await event(client, "state", ({ state }) => state === "reconnecting");

    online();

    assert.equal(retries.length, 1);
    assert.ok(retries[0].inMs >= 8000);
  }
});
