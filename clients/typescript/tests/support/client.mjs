// Clients of the tests, and what they have told.
import { decode, encode } from "@msgpack/msgpack";
import WebSocket from "ws";
import { TickgateClient } from "../../dist/index.js";

/** A client that comes back at once and is closed with the test. */
export function newClient(test, url, options = {}) {
  const client = new TickgateClient({
    url,
    WebSocket,
    messagePack: { decode, encode },
    reconnect: { baseMs: 10, maxMs: 20, slowMs: 20, ...options.reconnect },
    ...Object.fromEntries(Object.entries(options).filter(([name]) => name !== "reconnect" || options.reconnect === false)),
  });
  test.after(() => client.close());
  return client;
}

/** Resolves with the first event that fits. */
export function event(emitter, name, fits = () => true) {
  return new Promise((resolve) => {
    const off = emitter.on(name, (value) => {
      if (fits(value)) {
        off();
        resolve(value);
      }
    });
  });
}

/** Keeps all events of a name. */
export function collect(emitter, name) {
  const all = [];
  emitter.on(name, (value) => all.push(value));
  return all;
}

/** Takes publications and lets a test wait for them. */
export class Inbox {
  all = [];
  #waiting = [];

  handler = (publication, delivery) => {
    this.all.push({ publication, delivery });
    this.#waiting = this.#waiting.filter(({ fits, resolve }) => !fits(this) || resolve(this));
  };

  get offsets() {
    return this.all.map(({ delivery }) => delivery.offset);
  }

  count(count) {
    return this.until(({ all }) => all.length >= count);
  }

  until(fits) {
    return fits(this) ? Promise.resolve(this) : new Promise((resolve) => this.#waiting.push({ fits, resolve }));
  }
}
