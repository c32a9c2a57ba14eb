// A server whose every move the test decides: a real socket of `ws`, no gateway.
import { once } from "node:events";
import { WebSocketServer } from "ws";

export const TIME = "2026-11-23T12:00:00.123Z";

export const WELCOME = {
  type: "connection_established",
  connection_id: "5f0c",
  timestamp: TIME,
  server_time: 1795435200.000123,
  epoch: "e1",
  resume_token: "r-1",
  heartbeat_interval: 30,
  idle_timeout: 90,
  max_message_bytes: 65536,
  protocol: "gateway.v1.json",
  version: "0",
};

/** One connection, as the server has it: what the client sends waits in order until the test takes it. */
class Peer {
  #received = [];
  #waiting = [];
  #socket;
  pings = 0;

  constructor(socket, request, { pong = true } = {}) {
    this.#socket = socket;
    this.request = request;
    this.closed = once(socket, "close").then(([code, reason]) => ({ code, reason: String(reason) }));
    socket.on("message", (data) => {
      const command = JSON.parse(data);
      if (command.type === "ping") {
        this.pings++;
        if (pong) this.send({ type: "pong", t0: command.t0, t1: command.t0, t2: command.t0, timestamp: TIME, id: command.id });
        return;
      }
      const waiting = this.#waiting.shift();
      if (waiting) waiting(command);
      else this.#received.push(command);
    });
  }

  /** The next command that is no ping. */
  next() {
    return this.#received.length > 0 ? Promise.resolve(this.#received.shift()) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  welcome(fields = {}) {
    this.send({ ...WELCOME, ...fields });
    return this;
  }

  send(message) {
    this.#socket.send(typeof message === "string" || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  publish(offset, fields = {}, channel = "market_data:A") {
    this.send({ type: "quote", price: offset, timestamp: TIME, channel, offset, server_time: 1795435200.5, ...fields });
  }

  /** Answers a subscribe of one channel. */
  async confirm(fields = {}) {
    const command = await this.next();
    this.send({
      type: "subscription_confirmed",
      channel: command.channel,
      epoch: "e1",
      offset: 0,
      granted: { gapless: true },
      timestamp: TIME,
      ...fields,
      id: command.id,
    });
    return command;
  }

  close(code, reason) {
    this.#socket.close(code, reason);
  }

  drop() {
    this.#socket.terminate();
  }
}

/** Starts a server; it stops with the test. */
export async function scriptedServer(test, options = {}) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, handleProtocols: (names) => [...names][0], ...options.server });
  await once(server, "listening");
  const peers = [];
  const waiting = [];
  server.on("connection", (socket, request) => {
    const peer = new Peer(socket, request, options);
    const take = waiting.shift();
    if (take) take(peer);
    else peers.push(peer);
  });
  test.after(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  return {
    url: `ws://127.0.0.1:${server.address().port}`,
    /** The next connection. */
    peer: () => (peers.length > 0 ? Promise.resolve(peers.shift()) : new Promise((resolve) => waiting.push(resolve))),
    /** Connections that nobody took. */
    get untaken() {
      return peers.length;
    },
  };
}
