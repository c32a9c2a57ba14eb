import { TickgateError } from "../errors.js";
import type { Codec } from "./codec.js";

/** What is needed of a MessagePack library; `@msgpack/msgpack` fits as it is. */
export interface MessagePackLibrary {
  encode(value: unknown): Uint8Array;
  decode(bytes: Uint8Array): unknown;
}

/** MessagePack in binary frames. Integers beyond 2^53 lose digits unless the library brings them as BigInt. */
export function messagePackCodec(library: MessagePackLibrary): Codec {
  return {
    protocol: "gateway.v1.msgpack",
    encode: (command) => library.encode(command),
    decode: (data) => library.decode(bytesOf(data)),
  };
}

/** Browsers bring an `ArrayBuffer`, `ws` one or a `Buffer`. */
function bytesOf(data: unknown): Uint8Array {
  if (data instanceof Uint8Array) {
    return data;
  }
  if (data instanceof ArrayBuffer) {
    return new Uint8Array(data);
  }
  throw new TickgateError("bad_message", "a text frame in the MessagePack dialect");
}
