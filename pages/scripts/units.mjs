#!/usr/bin/env node
// Runs tests/unit.test.ts, which Node cannot read as it is.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const outfile = join(root, "target/unit.test.mjs");
await build({ entryPoints: [join(root, "tests/unit.test.ts")], outfile, bundle: true, platform: "node", format: "esm", logLevel: "warning" });
process.exit(spawnSync(process.execPath, ["--test", "--test-reporter=dot", outfile], { stdio: "inherit" }).status ?? 1);
