// How many publications a second one client takes from its socket's frames to a handler: decoding, routing, gap detection.
// No network: the frames are handed to the client as a socket hands them. Usage: npm run bench [-- MESSAGES]
import { decode, encode } from "@msgpack/msgpack";
import { TickgateClient } from "../dist/index.js";
import { MemorySocket } from "./memory-socket.mjs";

const messages = Number(process.argv[2] ?? 400_000);
const CHANNELS = 100;

function quote(n) {
  const symbol = `${String(n % CHANNELS).padStart(4, "0")}.HK`;
  return {
    type: "quote",
    symbol,
    last: 321.5 + (n % 7) / 10,
    bid: 321.4,
    ask: 321.6,
    volume: 1_234_500 + n,
    timestamp: "2026-11-23T12:00:00.123Z",
    channel: `market_data:${symbol}`,
    offset: 1 + Math.floor(n / CHANNELS),
    server_time: 1795435200.000123,
  };
}

async function run(format) {
  const json = format === "json";
  MemorySocket.write = json ? JSON.stringify : encode;
  MemorySocket.read = json ? JSON.parse : decode;
  const client = new TickgateClient({ url: "ws://memory", WebSocket: MemorySocket, format, messagePack: { decode, encode } });
  let handled = 0;
  client.subscribe("market_data", () => handled++);
  client.on("gap", (gap) => {
    throw new Error(`a gap: ${JSON.stringify(gap)}`);
  });
  await client.connect();
  const frames = Array.from({ length: messages }, (_, n) => {
    const frame = MemorySocket.write(quote(n));
    return json ? frame : frame.slice().buffer;
  });
  const socket = MemorySocket.last;
  const warmUp = messages >> 2;
  let started = 0;
  let cpu;
  for (let n = 0; n < messages; n++) {
    if (n === warmUp) {
      started = performance.now();
      cpu = process.cpuUsage();
    }
    socket.onmessage({ data: frames[n] });
  }
  const perSecond = (micros) => ((messages - warmUp) / micros) * 1e6;
  const { user, system } = process.cpuUsage(cpu);
  const rate = perSecond(user + system);
  const wall = perSecond((performance.now() - started) * 1000);
  client.close();
  if (handled !== messages) throw new Error(`${handled} of ${messages} were handled`);
  const thousands = (number) => Math.round(number).toLocaleString("en");
  console.log(`${format}: ${thousands(rate)} messages per second of a processor, ${thousands(wall)} by the clock`);
}

await run("json");
await run("msgpack");
