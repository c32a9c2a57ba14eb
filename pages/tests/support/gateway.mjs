// A real gateway of this tree, on ports that stay over a restart, and what publishes to it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

/** A port that nobody has. */
export async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export class Gateway {
  #process;
  #output = "";

  constructor(port, adminPort, args) {
    this.port = port;
    this.adminPort = adminPort;
    this.args = args;
  }

  static async start(...args) {
    const gateway = new Gateway(await freePort(), await freePort(), args);
    await gateway.start();
    return gateway;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  get opsUrl() {
    return `http://127.0.0.1:${this.adminPort}/ops`;
  }

  async start() {
    const settings = [`server.warm-up=0s`, `admin.listen=127.0.0.1:${this.adminPort}`].flatMap((each) => ["--set", each]);
    this.#process = spawn(process.env.GATEWAY ?? join(root, "bin/gateway"), ["serve", "--host", "127.0.0.1", "--port", String(this.port), ...settings, ...this.args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on("data", (bytes) => (this.#output = (this.#output + bytes).slice(-20_000)));
    }
    this.exited = once(this.#process, "exit");
    await until("the gateway is ready", async () => {
      if (this.#process.exitCode !== null) {
        throw new Error(`the gateway ended:\n${this.#output}`);
      }
      return fetch(`${this.url}/health/ready`).then((answer) => answer.ok, () => false);
    }, 120_000);
  }

  /** As a machine that loses its power. */
  async kill() {
    this.#process.kill("SIGKILL");
    await this.exited;
  }

  async close() {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      await this.kill();
    }
  }

  async #post(path, body, type = "application/json") {
    const answer = await fetch(`${this.url}/api/v1/websocket/${path}`, { method: "POST", headers: { "Content-Type": type }, body });
    if (!answer.ok) {
      throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer.json();
  }

  publish(channel, message) {
    return this.#post("broadcast", JSON.stringify({ channel, message }));
  }

  notify(notification) {
    return this.#post("notifications", JSON.stringify({ type: "info", ...notification }));
  }

  publishLines(lines) {
    return this.#post("publications", lines.map((each) => JSON.stringify(each)).join("\n"), "application/x-ndjson");
  }
}

/** Waits until something holds, and says what did not. */
export async function until(what, holds, patienceMs = 20_000) {
  const end = Date.now() + patienceMs;
  let last;
  for (;;) {
    last = await holds();
    if (last) {
      return last;
    }
    if (Date.now() > end) {
      throw new Error(`it did not happen within ${patienceMs} ms that ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Stands between a browser and a gateway, and can cut what runs through it. */
export class Line {
  #sockets = new Set();
  #isCut = false;

  static async to(port) {
    const line = new Line();
    line.server = net.createServer((from) => line.#join(from, port)).listen(0, "127.0.0.1");
    await once(line.server, "listening");
    return line;
  }

  get url() {
    return `http://127.0.0.1:${this.server.address().port}`;
  }

  #join(from, port) {
    if (this.#isCut) {
      from.destroy();
      return;
    }
    const to = net.connect(port, "127.0.0.1");
    for (const [one, other] of [[from, to], [to, from]]) {
      this.#sockets.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }

  cut() {
    this.#isCut = true;
    this.#sockets.forEach((each) => each.destroy());
  }

  mend() {
    this.#isCut = false;
  }

  close() {
    this.cut();
    this.server.close();
  }
}

/** A client that subscribes and then does not read. */
export async function slowReader(port, channel) {
  const socket = net.connect(port, "127.0.0.1");
  await once(socket, "connect");
  const key = Buffer.from("0123456789abcdef").toString("base64");
  socket.write(
    `GET /api/v1/websocket/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  await once(socket, "data");
  const payload = Buffer.from(JSON.stringify({ type: "subscribe", channel }));
  // Masked with zeros, which changes nothing.
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]));
  await once(socket, "data");
  socket.pause();
  socket.on("error", () => {});
  return socket;
}
