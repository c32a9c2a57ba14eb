// Drives the client by JSON lines: commands on standard input, what happens on standard output. clients/conformance says what they mean.
import { createInterface } from "node:readline";
import { decode, encode } from "@msgpack/msgpack";
import WebSocket from "ws";
import { TickgateClient } from "../dist/index.js";

const camel = (fields = {}) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()), value]));
const say = (event, fields = {}) => process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
const sayError = (error, fields) =>
  say("error", { code: error.code ?? "driver", message: error.message, channel: error.details?.channel, ...fields });

let client;
let token;
const subscriptions = new Map();

const commands = {
  connect({ url, options = {} }) {
    const { token: first, base_ms: baseMs, slow_ms: slowMs, ...others } = options;
    token = first;
    client = new TickgateClient({
      url,
      WebSocket,
      messagePack: { decode, encode },
      ...camel(others),
      ...(first === undefined ? undefined : { getToken: () => token }),
      reconnect: { ...(baseMs === undefined ? undefined : { baseMs }), ...(slowMs === undefined ? undefined : { slowMs }) },
    });
    client.on("state", ({ state }) => say("state", { state }));
    client.on("subscribed", ({ channel, recovered, gapless }) => say("subscribed", { channel, recovered, gapless }));
    client.on("unsubscribed", ({ channel, reason }) => say("unsubscribed", { channel, reason }));
    client.on("gap", ({ channel, reason, from, to }) => say("gap", { channel, reason, from, to }));
    client.on("lag", ({ channel, dropped, reason, from, to }) => say("lag", { channel, dropped, reason, from, to }));
    client.on("error", (error) => sayError(error));
    client.on("closed", ({ code, reason }) => say("closed", { code, reason }));
    client.connect().catch(() => {});
  },
  token({ token: next }) {
    token = next;
  },
  subscribe({ channel, options }) {
    const subscription = client.subscribe(channel, camel(options), (data, delivery) =>
      say("publication", { channel: delivery.channel, offset: delivery.offset, data }),
    );
    subscriptions.set(channel, subscription);
  },
  async unsubscribe({ channel }) {
    await subscriptions.get(channel)?.unsubscribe();
    subscriptions.delete(channel);
    say("unsubscribed", { channel });
  },
  async publish({ channel, data, id }) {
    const { offset } = await client.publish(channel, data);
    say("published", { id, offset });
  },
  close() {
    subscriptions.clear();
    client?.close();
  },
};

say("ready");
createInterface({ input: process.stdin })
  .on("line", async (line) => {
    let command = {};
    try {
      command = JSON.parse(line);
      await commands[command.cmd](command);
    } catch (error) {
      sayError(error, { id: command.id, channel: command.channel });
    }
  })
  .on("close", () => client?.close());
