#!/usr/bin/env node
// Takes the two pictures of the README: a minute of the demo, with a few clients and one that reads slowly.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, open } from "../tests/support/browser.mjs";
import { Gateway, slowReader, until } from "../tests/support/gateway.mjs";

const pictures = join(dirname(fileURLToPath(import.meta.url)), "../../docs/pictures");
const SIZE = { viewport: { width: 1120, height: 640 } };

mkdirSync(pictures, { recursive: true });
const [browser, gateway] = await Promise.all([launch(), Gateway.start("--demo", "--demo-rate", "100", "--set", "timeouts.write-stall=300s")]);
try {
  const ops = (await open(browser, gateway.opsUrl, SIZE)).page;
  const trading = (await open(browser, gateway.url, { ...SIZE, colorScheme: "dark" })).page;
  await Promise.all(["market_data", "chart_updates", "backtest_progress"].map(async (channel) => (await slowReader(gateway.port, channel)).resume()));
  const slow = await slowReader(gateway.port, "market_data");
  const text = "x".repeat(20_000);
  for (let round = 0; round < 40; round++) {
    await gateway.publishLines(Array.from({ length: 10 }, (_, i) => ({ channel: `market_data:${["AAPL", "IBM", "MSFT", "FB", "GOOG"][i % 5]}`, message: { type: "note", text } })));
  }
  await new Promise((resolve) => setTimeout(resolve, 65_000));
  await trading.getByRole("button", { name: "MSFT", exact: true }).click();
  await until("the chart is there", async () => /KDJ|K \d/.test(await trading.locator("#chart-legend").textContent()));
  await new Promise((resolve) => setTimeout(resolve, 9000));
  await trading.screenshot({ path: join(pictures, "trading.png") });
  await ops.screenshot({ path: join(pictures, "operations.png") });
  slow.destroy();
} finally {
  await browser.close();
  await gateway.close();
}
