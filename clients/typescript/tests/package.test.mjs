// What is shipped: its size, its two module systems, and every example of the README.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import * as esm from "../dist/index.js";
import { Gateway } from "./support/gateway.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (path) => readFileSync(new URL(path, import.meta.url));

test("the bundle for browsers has at most 12 kB, compressed", (t) => {
  const bytes = gzipSync(read("../dist/tickgate.min.js"), { level: 9 }).length;
  t.diagnostic(`${bytes} bytes`);
  assert.ok(bytes <= 12_000, `${bytes} bytes`);
});

test("ESM and CommonJS export the same", () => {
  const cjs = createRequire(import.meta.url)("../dist/index.cjs");

  assert.deepEqual(Object.keys(cjs).sort(), Object.keys(esm).sort());
});

test("projects of both module systems compile against the types", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "tickgate-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "node_modules/@tickgate"), { recursive: true });
  symlinkSync(ROOT, join(folder, "node_modules/@tickgate/client"));
  const code = `import { TickgateClient, type AnyPublication } from "@tickgate/client";
    import { SharedClient } from "@tickgate/client/shared";
    interface Quote extends AnyPublication { type: "quote"; last: number }
    export const follow = (client: TickgateClient | SharedClient) => client.subscribe<Quote>("market_data", ({ last }) => last.toFixed());`;
  const files = ["esm.mts", "cjs.cts"];
  for (const file of files) writeFileSync(join(folder, file), code);
  const compilerOptions = { module: "nodenext", target: "es2022", lib: ["es2022", "dom"], strict: true, noEmit: true, types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));

  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", folder], { encoding: "utf8" });

  assert.equal(status, 0, stdout);
});

test("nothing is imported at run time", () => {
  const { dependencies } = JSON.parse(read("../package.json"));
  assert.equal(dependencies, undefined);
  for (const file of ["index.cjs", "shared.cjs", "tickgate.min.js", "tickgate-worker.min.js"]) {
    assert.doesNotMatch(String(read(`../dist/${file}`)), /\brequire\(|\bfrom\s*"[^.]/, file);
  }
});

test("every example of the README runs", async (t) => {
  const gateway = await Gateway.start(t, ["status-feed.interval=1s"]);
  const examples = [...String(read("../README.md")).matchAll(/```js run\n([\s\S]*?)```/g)].map(([, code]) => code);
  assert.ok(examples.length >= 5, `${examples.length} examples`);
  await Promise.all(
    examples.map(async (code, n) => {
      const source = code.replaceAll("ws://localhost:8001", gateway.url).replaceAll('"@tickgate/client"', JSON.stringify(String(new URL("../dist/index.js", import.meta.url))));
      const child = spawn(process.execPath, ["--input-type=module", "-"], { cwd: ROOT, timeout: 20_000 });
      let said = "";
      child.stdout.on("data", (data) => (said += data));
      child.stderr.on("data", (data) => (said += data));
      child.stdin.end(source);
      const [status] = await once(child, "exit");
      assert.equal(status, 0, `example ${n + 1}:\n${source}\nsaid:\n${said}`);
    }),
  );
});
