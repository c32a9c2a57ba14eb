import { TickgateError } from "../errors.js";
import type { SentCommand } from "../protocol/commands.js";

/** Turns commands into what a socket sends, and what comes into messages. */
export interface Codec {
  /** What is offered as `Sec-WebSocket-Protocol`. */
  readonly protocol: string;
  encode(command: SentCommand): string | Uint8Array;
  /** @throws what is no message of this format */
  decode(data: unknown): unknown;
}

/** JSON in text frames. Integers beyond 2^53 lose digits, as everywhere in JavaScript. */
export const jsonCodec: Codec = {
  protocol: "gateway.v1.json",
  encode: (command) => JSON.stringify(command),
  decode: (data) => {
    if (typeof data !== "string") {
      throw new TickgateError("bad_message", "a binary frame in the JSON dialect");
    }
    return JSON.parse(data);
  },
};
