// The golden wire of gateway-protocol, through this client's codecs.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { decode, encode } from "@msgpack/msgpack";
import { jsonCodec, messagePackCodec } from "../dist/index.js";

const folder = new URL("../../../gateway-protocol/src/test/resources/vectors/", import.meta.url);
const msgpackCodec = messagePackCodec({ decode, encode });
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".msgpack"))
  .map((name) => name.replace(".msgpack", ""));
const json = (name) => readFileSync(new URL(`${name}.json`, folder), "utf8").trim();
const msgpack = (name) => new Uint8Array(readFileSync(new URL(`${name}.msgpack`, folder)));

test("there are vectors", () => assert.ok(names.length >= 80, `only ${names.length}`));

for (const name of names) {
  test(`both formats of ${name} read as the same message`, () => {
    assert.deepEqual(jsonCodec.decode(json(name)), msgpackCodec.decode(msgpack(name)));
  });

  test(`${name} comes back from what is written of it`, () => {
    const message = jsonCodec.decode(json(name));

    assert.deepEqual(jsonCodec.decode(jsonCodec.encode(message)), message);
    assert.deepEqual(msgpackCodec.decode(msgpackCodec.encode(message)), message);
  });
}

// Numbers that JavaScript cannot hold, and a float that is whole: there the bytes differ, and nothing else.
const OTHER_BYTES = new Set(["client-publish", "client-publish-plain", "client-subscribe-filter", "client-subscribe-max_hz", "client-subscribe-view", "client-publish_chart", "client-publish_chart-open", "client-set_limits", "client-publish_backtest_progress", "client-publish_system_status"]);
for (const name of names.filter((each) => each.startsWith("client-") && !OTHER_BYTES.has(each))) {
  test(`${name} is written byte for byte`, () => {
    assert.equal(jsonCodec.encode(JSON.parse(json(name))), json(name));
    assert.deepEqual(Buffer.from(msgpackCodec.encode(JSON.parse(json(name)))), Buffer.from(msgpack(name)));
  });
}

for (const file of readdirSync(new URL("guide/", folder)).filter((name) => name.startsWith("server-"))) {
  test(`the guide's ${file} is read`, () => {
    assert.equal(typeof jsonCodec.decode(readFileSync(new URL(`guide/${file}`, folder), "utf8")).type, "string");
  });
}
