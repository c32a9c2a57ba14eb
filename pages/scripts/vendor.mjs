#!/usr/bin/env node
// Renews the libraries of the pages by `npm pack`, and writes what they are into vendor/vendor.json. With --check it only
// compares the files that are there with it.
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const LIBRARIES = [
  {
    name: "lightweight-charts",
    version: "5.2.1",
    licence: "Apache-2.0",
    files: { "dist/lightweight-charts.standalone.production.mjs": "lightweight-charts.mjs", "dist/typings.d.ts": "typings.d.ts", LICENSE: "LICENSE" },
  },
  {
    // Inside the file of lightweight-charts. Its package has no text of its licence: that is the one of its repository.
    name: "fancy-canvas",
    version: "2.1.0",
    licence: "MIT",
    files: {},
    kept: ["LICENSE"],
  },
  {
    name: "uplot",
    version: "1.6.32",
    licence: "MIT",
    files: { "dist/uPlot.esm.js": "uPlot.esm.js", "dist/uPlot.min.css": "uPlot.min.css", "dist/uPlot.d.ts": "uPlot.d.ts", LICENSE: "LICENSE" },
  },
];

const vendor = join(dirname(fileURLToPath(import.meta.url)), "..", "vendor");
const list = join(vendor, "vendor.json");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

function check() {
  const wrong = [];
  for (const { name, files } of JSON.parse(readFileSync(list, "utf8"))) {
    for (const [file, hash] of Object.entries(files)) {
      if (sha256(readFileSync(join(vendor, name, file))) !== hash) {
        wrong.push(`vendor/${name}/${file}`);
      }
    }
  }
  if (wrong.length > 0) {
    console.error(`not as in vendor/vendor.json: ${wrong.join(", ")}`);
    process.exit(1);
  }
}

function renew() {
  const work = mkdtempSync(join(tmpdir(), "vendor-"));
  const told = [];
  try {
    for (const { name, version, licence, files, kept = [] } of LIBRARIES) {
      const packed = JSON.parse(execFileSync("npm", ["pack", "--json", `${name}@${version}`], { cwd: work, encoding: "utf8" }))[0];
      execFileSync("tar", ["xzf", packed.filename], { cwd: work });
      mkdirSync(join(vendor, name), { recursive: true });
      const hashes = {};
      for (const [from, to] of Object.entries(files)) {
        // A map would be asked for and is not there.
        const text = readFileSync(join(work, "package", from), "utf8").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
        writeFileSync(join(vendor, name, to), text);
        hashes[to] = sha256(text);
      }
      for (const file of kept) {
        hashes[file] = sha256(readFileSync(join(vendor, name, file)));
      }
      told.push({ name, version, licence, integrity: packed.integrity, files: hashes });
      rmSync(join(work, "package"), { recursive: true });
    }
    writeFileSync(list, JSON.stringify(told, null, 2) + "\n");
  } finally {
    rmSync(work, { recursive: true });
  }
}

if (process.argv.includes("--check")) {
  check();
} else {
  renew();
  check();
}
