// Drives the client by JSON lines: commands on standard input, what happens on standard output. clients/conformance says what they mean.
import { createInterface } from "node:readline";
import { decode, encode } from "@msgpack/msgpack";
import WebSocket from "ws";
import { TickgateClient } from "../dist/index.js";

const camel = (fields = {}) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()), value]));
const say = (event, fields = {}) => process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
const sayError = (error) => say("error", { code: error.code ?? "unknown", message: error.message });

let client;
const subscriptions = new Map();

const commands = {
  connect({ url, options }) {
    client = new TickgateClient({ url, ...camel(options), WebSocket, messagePack: { decode, encode } });
    client.on("state", ({ state }) => say("state", { state }));
    client.on("subscribed", ({ channel, recovered = false, gapless }) => say("subscribed", { channel, recovered, gapless }));
    client.on("unsubscribed", ({ channel, reason }) => say("unsubscribed", { channel, reason }));
    client.on("gap", ({ channel, reason, from, to }) => say("gap", { channel, reason, from, to }));
    client.on("lag", ({ channel, dropped, reason, from, to }) => say("lag", { channel, dropped, reason, from, to }));
    client.on("error", sayError);
    client.on("closed", ({ code, reason }) => say("closed", { code, reason }));
    client.connect().catch(() => {});
  },
  subscribe({ channel, options }) {
    const subscription = client.subscribe(channel, camel(options), (data, delivery) =>
      say("publication", { channel: delivery.channel, offset: delivery.offset, data }),
    );
    subscriptions.set(channel, subscription);
  },
  unsubscribe({ channel }) {
    const subscription = subscriptions.get(channel);
    subscriptions.delete(channel);
    return subscription?.unsubscribe().then(() => say("unsubscribed", { channel, reason: "client" }));
  },
  publish({ channel, data, id }) {
    return client.publish(channel, data).then(({ offset }) => say("published", { id, offset }));
  },
  close() {
    client?.close();
  },
};

createInterface({ input: process.stdin })
  .on("line", async (line) => {
    try {
      const command = JSON.parse(line);
      await commands[command.cmd](command);
    } catch (error) {
      sayError(error);
    }
  })
  .on("close", () => client?.close());
