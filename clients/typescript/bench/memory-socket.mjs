// A socket without a network for the benchmark: it says welcome and confirms what is subscribed.
export class MemorySocket {
  static last;
  static read = JSON.parse;
  static write = (message) => JSON.stringify(message);

  constructor() {
    MemorySocket.last = this;
    setImmediate(() =>
      this.#say({
        type: "connection_established",
        connection_id: "1",
        timestamp: "2026-11-23T12:00:00.123Z",
        server_time: 1795435200.000123,
        heartbeat_interval: 30,
        idle_timeout: 90,
        max_message_bytes: 65536,
        protocol: "memory",
        version: "0",
      }),
    );
  }

  send(data) {
    const { type, id, channel } = MemorySocket.read(data);
    if (type === "subscribe") {
      this.#say({ type: "subscription_confirmed", channel, epoch: "e", offset: 0, granted: { gapless: true }, id });
    }
  }

  close() {}

  #say(message) {
    const data = MemorySocket.write(message);
    this.onmessage({ data: typeof data === "string" ? data : new Uint8Array(data).buffer });
  }
}
