// The operations page in a real browser against a real gateway.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barriers, launch, open, overflow, picture, textOf } from "./support/browser.mjs";
import { Gateway, slowReader, until } from "./support/gateway.mjs";

let browser, gateway, view, page;

before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start("--demo", "--demo-rate", "200", "--set", "timeouts.write-stall=60s", "--set", "drain.window=500ms")]);
  view = await open(browser, gateway.opsUrl);
  page = view.page;
});

after(async () => {
  await browser?.close();
  await gateway?.close();
});

const tile = (name) => page.locator("#tiles div").filter({ hasText: name }).locator("dd").textContent();
const cells = (body, first) => page.locator(`#${body} tr`).filter({ hasText: first }).first().locator("td").allTextContents();

test("every panel shows what the gateway counts", async () => {
  const reader = await slowReader(gateway.port, "market_data");
  await until("it is online", async () => (await textOf(page, "#state-text")) === "Online");
  await until("rates are told", async () => /[1-9]/.test(await tile("Published/s")));
  assert.equal(await tile("Connections"), "1");
  await until("latency is told", async () => /p50 .*p99 .*p99\.9/.test(await textOf(page, "#latency-legend")));
  await until("the plot is drawn", () =>
    page.evaluate(() => {
      const canvas = document.querySelector("#rates-plot canvas");
      return canvas?.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0);
    }),
  );
  const quotes = await cells("families", "market_data");
  assert.equal(quotes[1], "1");
  assert.match(quotes[2], /[1-9]/);

  const text = "x".repeat(40_000);
  await until("the slow reader is told", async () => {
    await gateway.publishLines(Array.from({ length: 60 }, (_, i) => ({ channel: `market_data:S${i % 20}`, message: { type: "quote", last: i, text } })));
    return /^[0-9a-f-]{36}$/.test((await page.locator("#slow td").first().textContent({ timeout: 1000 }).catch(() => "")) ?? "");
  });
  await until("its rung is told", async () => /^[123]:/.test((await page.locator("#slow tr").first().locator("td").nth(1).textContent()) ?? ""));
  await until("what it did not get is told", async () => Number((await cells("drops", "a newer value stood in"))[1].replace(/\D/g, "")) > 0);
  await until("it is among the connections", async () => /^[123]:/.test((await page.locator("#connections tr").first().locator("td").nth(7).textContent()) ?? ""));
  await picture(page, "ops-light");
  reader.destroy();
  await until("it is gone", async () => (await tile("Connections")) === "0");
});

test("a channel is followed, what is nobody's business is hidden, and hostile text is text", async () => {
  await page.locator("#tail-channel").fill("market_data:AAPL");
  await page.locator("#tail-channel").press("Enter");
  const lines = page.locator("#tail li");
  await until("there are lines", async () => (await lines.count()) > 5);
  const newest = await lines.first().textContent();
  await until("it goes on", async () => (await lines.first().textContent()) !== newest);
  await page.locator("#tail-toggle").click();
  await gateway.publish("market_data:T", { type: "quote", api_key: "k-1234", text: "<img src=x onerror=hit=1>", deep: { password: ["p-1234"] } });
  await page.locator("#tail-channel").fill("market_data:T");
  await page.locator("#tail-toggle").click();
  await until("the publication is there", async () => (await lines.filter({ hasText: "<img src=x" }).count()) === 1);
  const shown = await lines.filter({ hasText: "<img src=x" }).textContent();
  assert.match(shown, /"api_key":"•••"/);
  assert.doesNotMatch(shown, /1234/);
  assert.equal(await page.locator("main img").count(), 0);
  assert.equal(await page.evaluate(() => typeof globalThis.hit), "undefined");
});

test("it is legible in the dark and on a phone, and keeps nobody out", async () => {
  await page.emulateMedia({ colorScheme: "light" });
  assert.deepEqual(await barriers(page), []);
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "ops-dark");
  assert.deepEqual(await barriers(page), []);
  await page.setViewportSize({ width: 360, height: 740 });
  await until("it is narrow", async () => (await overflow(page)) <= 0, 3000);
  await picture(page, "ops-phone");
  await page.setViewportSize({ width: 1360, height: 800 });
});

test("a gateway that is killed and started again is found without a reload", async () => {
  view.isOut = true;
  await gateway.kill();
  await until("the loss is told", async () => /^No figures/.test(await textOf(page, "#state-text")));
  await gateway.start();
  await until("it is online", async () => (await textOf(page, "#state-text")) === "Online");
  await until("rates are told", async () => /[1-9]/.test(await tile("Published/s")));
  await gateway.publish("market_data:T", { type: "quote", last: 2 });
  await until("the tail goes on", async () => (await page.locator("#tail li").filter({ hasText: "started again" }).count()) === 1);
  view.isOut = false;
  assert.equal(await page.evaluate(() => globalThis.isSamePage), true);
});

test("a drain asks first, by the keyboard too, and then sends everybody away", async () => {
  await page.locator("#drain-open").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "drain-cancel");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#drain").getAttribute("open"), null);
  assert.equal((await fetch(`${gateway.url}/health/ready`)).status, 200);
  await page.locator("#drain-open").click();
  view.isOut = true;
  await page.locator("#drain-confirm").click();
  const [code] = await gateway.exited;
  assert.equal(code, 0);
  await until("it is told", async () => /^(No figures|Draining)/.test(await textOf(page, "#state-text")));
});

test("it asked nobody else for anything, and complained of nothing", () => {
  const own = new URL(gateway.opsUrl).origin;
  assert.deepEqual(view.requests.filter((url) => !url.startsWith(own)), []);
  assert.deepEqual(view.faults, []);
});
