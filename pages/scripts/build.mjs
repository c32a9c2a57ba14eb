#!/usr/bin/env node
// Builds the pages into the gateway's resources, or into the directory that is named: the same sources give the same bytes.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = process.argv[2] ? resolve(process.argv[2]) : join(root, "../gateway-core/src/main/resources/io/tickgate/core/pages");
const vendored = JSON.parse(readFileSync(join(root, "vendor/vendor.json"), "utf8"));
const vendor = (name) => vendored.find((each) => each.name === name);
const told = (name, copyright) => `/* ${name} ${vendor(name).version}, ${vendor(name).licence}, ${copyright} */`;

const notices = {
  trading: [
    told("lightweight-charts", "Copyright (c) 2026 TradingView, Inc., https://www.tradingview.com/"),
    told("fancy-canvas", "Copyright (c) 2019 TradingView, Inc"),
  ].join("\n"),
  ops: told("uplot", "Copyright (c) Leon Sorokin, https://github.com/leeoniya/uPlot"),
};

mkdirSync(out, { recursive: true });
for (const page of ["trading", "ops"]) {
  await build({
    absWorkingDir: root,
    entryPoints: { [page]: `src/${page}/main.ts` },
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome105", "firefox115", "safari16"],
    charset: "utf8",
    legalComments: "none",
    banner: { js: notices[page] },
    alias: {
      "@tickgate/client": join(root, "../clients/typescript/src/index.ts"),
      "lightweight-charts": join(root, "vendor/lightweight-charts/lightweight-charts.mjs"),
      uplot: join(root, "vendor/uplot/uPlot.esm.js"),
    },
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  });
  await build({
    absWorkingDir: root,
    entryPoints: { [page]: `src/css/${page}.css` },
    outdir: out,
    bundle: true,
    minify: true,
    target: ["chrome105", "firefox115", "safari16"],
    charset: "utf8",
    logLevel: "warning",
  });
  copyFileSync(join(root, `src/html/${page}.html`), join(out, `${page}.html`));
}
copyFileSync(join(root, "src/html/icon.svg"), join(out, "icon.svg"));
writeFileSync(
  join(out, "licences.txt"),
  vendored.map(({ name, version, licence }) => `${name} ${version}: ${licence}\n\n${readFileSync(join(root, "vendor", name, "LICENSE"), "utf8").trim()}\n`).join("\n\n"),
);
