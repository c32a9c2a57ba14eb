// The trading view in a real browser against a real gateway that plays the demo.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barriers, launch, open, overflow, picture, textOf } from "./support/browser.mjs";
import { Gateway, Line, until } from "./support/gateway.mjs";

let browser, gateway, line, view, page;

before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start("--demo", "--demo-rate", "60")]);
  line = await Line.to(gateway.port);
  view = await open(browser, line.url);
  page = view.page;
});

after(async () => {
  await browser?.close();
  line?.close();
  await gateway?.close();
});

const state = () => page.locator("#state").getAttribute("data-state");
const isLive = () => until("the page is live", async () => (await state()) === "live");
const rowOf = (symbol) => page.locator("#quotes tr").filter({ has: page.getByRole("button", { name: symbol, exact: true }) });
const lastOf = (symbol) => rowOf(symbol).locator("td").nth(1).textContent();

/** Waits until something reads differently. */
async function moves(what, read) {
  const before = await read();
  return until(`${what} moves from "${before}"`, async () => {
    const now = await read();
    return now !== before && now;
  });
}

test("every panel shows real values that move", async () => {
  await isLive();
  await until("there are quotes", async () => (await page.locator("#quotes tr").count()) >= 6);
  await moves("the price of AAPL", () => lastOf("AAPL"));
  await rowOf("AAPL").getByRole("button").click();
  await until("the chart has KDJ", async () => /close .*K \d.*D \d.*J/.test(await textOf(page, "#chart-legend")));
  assert.match(await textOf(page, "#chart-title"), /AAPL/);
  await moves("the newest bar", () => textOf(page, "#chart-legend"));
  const colours = await page.evaluate(() => {
    const seen = new Set();
    for (const canvas of document.querySelectorAll("#chart canvas")) {
      const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] > 200) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      }
    }
    return seen.size;
  });
  assert.ok(colours > 5, `candles and lines are drawn, in ${colours} colours`);
  await until("there is a back-test", async () => (await page.locator("#tests progress").count()) > 0);
  await moves("a back-test", () => page.locator("#tests progress").first().evaluate((bar) => bar.value));
  await until("the gateway's figures are there", async () => /\d MiB/.test(await textOf(page, "#system-memory")));
  assert.match(await textOf(page, "#system-connections"), /^1$/);
  await until("the delay is told", async () => /\d/.test(await textOf(page, "#latency-delay")));
  assert.equal(await textOf(page, "#latency-age"), "now");
  await until("frames are counted", async () => /painted [1-9]/.test(await textOf(page, "#frames")));
});

test("what is published is what is shown", async () => {
  await gateway.publish("market_data:TEST.1", { type: "quote", last: 1234.5, previous_close: 1000, volume: 5_300_000 });
  await until("the quote is there", async () => (await rowOf("TEST.1").count()) === 1);
  assert.deepEqual(await rowOf("TEST.1").locator("td").allTextContents(), ["TEST.1", "1,234.50", "+23.45%", "5.3M"]);
  await gateway.publish("market_data:TEST.1", { type: "quote", last: 1200, previous_close: 1000 });
  await until("it has fallen", async () => (await lastOf("TEST.1")) === "1,200.00");
  assert.match(await rowOf("TEST.1").locator("td").nth(1).getAttribute("class"), /flash-down/);
});

test("a notification is toasted, kept in the inbox, and read", async () => {
  const { notification } = await gateway.notify({ title: "Half way", message: "of it", user_id: "viewer", action_url: "/backtest/7", action_text: "Look" });
  const item = page.locator("#inbox li").filter({ hasText: "Half way" });
  await until("it is in the inbox", async () => (await item.count()) === 1);
  assert.equal(await page.locator("#toasts .toast").filter({ hasText: "Half way" }).count(), 1);
  assert.equal(await item.getByRole("link", { name: "Look" }).getAttribute("href"), `${line.url}/backtest/7`);
  await item.getByRole("button").click();
  await until("it is read", async () => (await item.getByRole("button").count()) === 0);
  const { notifications } = await (await fetch(`${gateway.url}/api/v1/websocket/notifications?user_id=viewer`)).json();
  assert.equal(notifications.find(({ id }) => id === notification.id).read, true);
  await page.keyboard.press("Escape");
});

test("hostile text is text", async () => {
  const symbol = "<img/src=x/onerror=hit=1>";
  const title = "<script>hit=1</script><img src=x onerror=hit=1>";
  await gateway.publish(`market_data:${symbol}`, { type: "quote", last: 1 });
  await gateway.notify({ title, message: "\u202eabc<b>x</b>", priority: "HIGH" });
  await until("the symbol is there", async () => (await rowOf(symbol).count()) === 1);
  const shown = page.locator("#inbox li").filter({ hasText: "<script>" });
  await until("the notification is there", async () => (await shown.count()) === 1);
  assert.equal(await shown.locator(".title span").textContent(), title);
  await rowOf(symbol).getByRole("button").click();
  assert.match(await textOf(page, "#chart-title"), /<img\/src=x/);
  await rowOf("AAPL").getByRole("button").click();

  // What no module has checked, on the channels of modules.
  const junk = [
    ["notifications", { type: "notification", notification: { id: "j1", title: "javascript link", message: 7, action_url: "javascript:hit=1", timestamp: null } }],
    ["notifications", { type: "notification", notification: null }],
    ["backtest_progress:j", { type: "backtest_progress_update", task_id: "j", data: { task_id: "j", progress: 1e99, data: null, status: {} } }],
    ["backtest_progress:k", { type: "backtest_progress_update", data: [] }],
    ["chart_updates:AAPL", { type: "chart_update", symbol: "AAPL", data_points: [null, { timestamp: "x" }, { timestamp: 1e300, value: 1, data_type: "ohlcv" }, { timestamp: 5, value: 1e300, data_type: "ohlcv" }] }],
    ["system_status", { type: "system_status_update", status: "none" }],
    ["market_data:AAPL", { type: "quote", last: "1", data: [null] }],
  ];
  for (const [channel, message] of junk) {
    await gateway.publish(channel, message);
  }
  await until("the last of it is there", async () => (await page.locator("#inbox li").filter({ hasText: "javascript link" }).count()) === 1);
  assert.equal(await page.locator("#inbox li").filter({ hasText: "javascript link" }).getByRole("link").count(), 0);
  await moves("the price of AAPL", () => lastOf("AAPL"));
  assert.equal(await page.locator("main img, main script, main b:not(#latency b)").count(), 0);
  assert.equal(await page.evaluate(() => typeof globalThis.hit), "undefined");
});

test("a lost connection comes back by itself and nothing is missed", async () => {
  view.isOut = true;
  line.cut();
  await until("the loss is told", async () => (await state()) === "lost");
  for (let i = 1; i <= 3; i++) {
    await gateway.notify({ title: `missed ${i}`, message: "" });
  }
  await gateway.publish("market_data:TEST.1", { type: "quote", last: 77 });
  line.mend();
  await isLive();
  view.isOut = false;
  await until("what was missed is there", async () => (await page.locator("#inbox li").filter({ hasText: "missed" }).count()) === 3);
  await until("the newest price is there", async () => (await lastOf("TEST.1")) === "77.00");
  await moves("the newest bar", () => textOf(page, "#chart-legend"));
  assert.match(await textOf(page, "#frames"), /\b0 gaps/);
});

test("a gateway that is killed and started again is found without a reload", async () => {
  view.isOut = true;
  await gateway.kill();
  await until("the loss is told", async () => (await state()) === "lost");
  await gateway.start();
  await isLive();
  view.isOut = false;
  await moves("the price of AAPL", () => lastOf("AAPL"));
  await moves("the newest bar", () => textOf(page, "#chart-legend"));
  await gateway.notify({ title: "after the restart", message: "" });
  await until("a notification is there", async () => (await page.locator("#inbox li").filter({ hasText: "after the restart" }).count()) === 1);
  await moves("a back-test", () => page.locator("#tests progress").first().evaluate((bar) => bar.value));
  assert.equal(await page.evaluate(() => globalThis.isSamePage), true);
  // Of notifications nobody knows what the gateway that is gone had told last; everything else comes anew.
  await until("that is told, and nothing else", async () => /\b1 gap\./.test(await textOf(page, "#frames")));
});

test("it can be used by the keyboard alone", async () => {
  assert.equal(await page.evaluate(() => document.querySelector("a, button, input, [tabindex]").className), "skip");
  await page.locator(".skip").focus();
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);
  const walk = [];
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press("Tab");
    walk.push(await page.evaluate(() => document.activeElement.id || document.activeElement.getAttribute("aria-label") || document.activeElement.tagName));
  }
  assert.deepEqual(walk, ["account-open", "watch-filter", "Quotes", "BUTTON"]);
  await page.locator("#watch-filter").focus();
  await page.keyboard.type("aapl");
  await until("the list is filtered", async () => /^1 of/.test(await textOf(page, "#watch-count")));
  for (let i = 0; i < 8; i++) await page.keyboard.press("Backspace");
  await rowOf("AAPL").getByRole("button").focus();
  await page.keyboard.press("ArrowDown");
  const next = await focused();
  assert.notEqual(next, "AAPL");
  await page.keyboard.press("Enter");
  assert.match(await textOf(page, "#chart-title"), new RegExp(next.replace(/\W/g, ".")));
  assert.equal(await rowOf(next).getByRole("button").getAttribute("aria-pressed"), "true");
  await page.locator("#account-open").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#account").getAttribute("open"), "");
  await page.keyboard.press("Escape");
  assert.equal(await focused(), "account-open");
});

test("it is legible in light, in the dark, on a phone and without motion, and keeps nobody out", async () => {
  await rowOf("AAPL").getByRole("button").click();
  await until("the chart is there", async () => /close/.test(await textOf(page, "#chart-legend")));
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  const light = await ground();
  await picture(page, "trading-light");
  assert.deepEqual(await barriers(page), []);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.notEqual(await ground(), light);
  await picture(page, "trading-dark");
  assert.deepEqual(await barriers(page), []);
  await page.setViewportSize({ width: 360, height: 740 });
  assert.ok((await overflow(page)) <= 0, "no sideways scrolling");
  await picture(page, "trading-phone");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await gateway.publish("market_data:TEST.1", { type: "quote", last: 78 });
  await until("it has moved", async () => (await lastOf("TEST.1")) === "78.00");
  assert.equal(await rowOf("TEST.1").locator("td").nth(1).evaluate((cell) => getComputedStyle(cell).animationName), "none");
});

test("it asked nobody else for anything, and complained of nothing", () => {
  assert.deepEqual(view.requests.filter((url) => !url.startsWith(line.url)), []);
  assert.deepEqual(view.faults, []);
});

test("where a token is asked for it asks for one, and takes it", async () => {
  const secret = "0123456789abcdef0123456789abcdef0123456789abcdef";
  const strict = await Gateway.start("--set", "auth.mode=required", "--set", `auth.hs-secret=${secret}`);
  try {
    const { page: asked, context } = await open(browser, strict.url);
    await until("it asks", async () => (await asked.locator("#account").getAttribute("open")) === "");
    assert.match(await textOf(asked, "#account-why"), /asks for a token/);
    await asked.locator("#account-cancel").click();
    // Who says nothing is sent away after a while, which is one more reason to ask.
    await until("it is sent away", async () => (await asked.locator("#state").getAttribute("data-state")) === "ended");
    assert.equal(await asked.locator("#account").getAttribute("open"), null);
    await asked.locator("#account-open").click();
    const { createHmac } = await import("node:crypto");
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = `${part({ alg: "HS256" })}.${part({ sub: "ann", exp: Math.floor(Date.now() / 1000) + 600, scope: "subscribe history" })}`;
    await asked.locator("#account-token").fill(`${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`);
    await asked.locator("#account-token").press("Enter");
    await until("it is live", async () => (await asked.locator("#state").getAttribute("data-state")) === "live");
    await until("the gateway's figures are there", async () => /\d MiB/.test(await textOf(asked, "#system-memory")));
    assert.equal(await asked.locator("#account").getAttribute("open"), null);
    await context.close();
  } finally {
    await strict.close();
  }
});
