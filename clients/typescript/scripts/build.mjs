// Builds dist: ESM and CommonJS for bundlers and Node, minified files for pages without a bundler, and the types of each.
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...path) => join(root, ...path);
const common = { absWorkingDir: root, bundle: true, target: "es2022", logLevel: "warning" };

rmSync(at("dist"), { recursive: true, force: true });
await Promise.all([
  ...["esm", "cjs"].map((format) =>
    build({
      ...common,
      entryPoints: { index: "src/index.ts", shared: "src/shared/index.ts", internals: "src/internals.ts" },
      outdir: "dist",
      format,
      // The two share their classes, so that an error of one is an instance of the other's.
      splitting: format === "esm",
      outExtension: { ".js": format === "esm" ? ".js" : ".cjs" },
      sourcemap: true,
    }),
  ),
  build({ ...common, entryPoints: ["src/index.ts"], outfile: "dist/tickgate.min.js", format: "esm", minify: true }),
  build({ ...common, entryPoints: ["src/shared/script.ts"], outfile: "dist/tickgate-worker.min.js", format: "iife", minify: true }),
]);
execFileSync(process.execPath, [at("node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
cpSync(at("dist/types"), at("dist/types-cjs"), { recursive: true });
mkdirSync(at("dist/types-cjs"), { recursive: true });
writeFileSync(at("dist/types-cjs/package.json"), '{"type":"commonjs"}\n');
