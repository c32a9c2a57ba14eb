// What a client does when its page is hidden, and when the network is back.
import assert from "node:assert/strict";
import test from "node:test";
import { event, newClient } from "./support/client.mjs";
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

test("when the network is back nothing waits any longer", async (t) => {
  const { online } = page(t);
  const server = await scriptedServer(t);
  const client = newClient(t, server.url, { reconnect: { baseMs: 1e9, maxMs: 1e9 }, random: () => 0.9 });
  client.connect();
  const peer = (await server.peer()).welcome();
  await event(client, "state", ({ state }) => state === "connected");
  const retry = event(client, "retry");
  peer.drop();
  assert.ok((await retry).inMs > 1e8);

  online();

  (await server.peer()).welcome();
  await event(client, "state", ({ state }) => state === "connected");
});
