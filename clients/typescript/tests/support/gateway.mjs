// A real gateway from this tree, that can be killed, drained, stalled and started again on the same port.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../../../../bin/gateway", import.meta.url));

async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export class Gateway {
  #process;
  #said = "";

  constructor(port, settings) {
    this.port = port;
    this.settings = settings;
  }

  /** Starts one; it is killed with the test. */
  static async start(test, settings = []) {
    const gateway = new Gateway(await freePort(), settings);
    test.after(() => gateway.#process.kill("SIGKILL"));
    await gateway.start();
    return gateway;
  }

  get url() {
    return `ws://127.0.0.1:${this.port}`;
  }

  async start() {
    const settings = ["server.host=127.0.0.1", "server.warm-up=0s", "drain.window=1s", "auth.resume-key=a-key-for-tests-of-32-characters-", ...this.settings];
    const args = ["serve", "--port", `${this.port}`, ...settings.flatMap((setting) => ["--set", setting])];
    this.#process = spawn(COMMAND, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#said = "";
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on("data", (data) => (this.#said = (this.#said + data).slice(-10_000)));
    }
    while (!(await this.#isReady())) {
      if (this.#process.exitCode !== null) throw new Error(`the gateway did not start: ${this.#said}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  async #isReady() {
    try {
      return (await fetch(`http://127.0.0.1:${this.port}/health/ready`)).ok;
    } catch {
      return false;
    }
  }

  signal(name) {
    this.#process.kill(name);
  }

  async ended(name) {
    const exit = once(this.#process, "exit");
    this.signal(name);
    await exit;
  }

  async post(path, body, headers = {}) {
    const response = await fetch(`http://127.0.0.1:${this.port}/api/v1/websocket${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  publish(channel, message) {
    return this.post("/broadcast", { channel, message });
  }
}

/** Publishes numbers, through kills and restarts: what it was not told the outcome of is in `unknown`. */
export class Feed {
  number = 0;
  unknown = new Set();
  #stopped = false;
  #running;

  constructor(gateway, channel) {
    this.gateway = gateway;
    this.channel = channel;
    this.#running = this.#run();
  }

  async #run() {
    while (!this.#stopped) {
      await this.#publish();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  async #publish() {
    const n = ++this.number;
    try {
      await this.gateway.publish(this.channel, { type: "number", n });
      return n;
    } catch {
      this.unknown.add(n);
      return undefined;
    }
  }

  /** Ends it, and publishes a last number that is surely taken. */
  async stop() {
    this.#stopped = true;
    await this.#running;
    for (;;) {
      const last = await this.#publish();
      if (last !== undefined) return last;
    }
  }
}
