// Debian's Chromium, and a page of it that remembers what went wrong.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const target = join(dirname(fileURLToPath(import.meta.url)), "../../target");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What the browser itself says of a gateway that is away, or has just begun. */
const OUTAGE = /WebSocket connection to|Failed to load resource: (net::ERR_|the server responded with a status of 404)/;

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page at `url`, with what it complained of and asked for. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 800 }, ...options });
  const page = await context.newPage();
  const watched = { page, context, faults: [], requests: [], isOut: false };
  page.on("pageerror", (error) => watched.faults.push(`error: ${error.stack ?? error}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !(watched.isOut && OUTAGE.test(message.text()))) {
      watched.faults.push(`${message.type()}: ${message.text()}`);
    }
  });
  page.on("request", (request) => watched.requests.push(request.url()));
  await page.goto(url);
  // A reload would take it away.
  await page.evaluate(() => (globalThis.isSamePage = true));
  return watched;
}

export const textOf = (page, selector) => page.locator(selector).first().textContent();

/** Screenshots are kept beside what was built. */
export async function picture(page, name) {
  const path = join(target, "pictures");
  mkdirSync(path, { recursive: true });
  await page.screenshot({ path: join(path, `${name}.png`) });
}

/** What axe finds that keeps somebody out, a line each. */
export async function barriers(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`));
}

/** Pixels by which the page is wider than its window. */
export function overflow(page) {
  return page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
}
