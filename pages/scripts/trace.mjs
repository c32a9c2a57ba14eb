#!/usr/bin/env node
// Publishes quotes of 100 symbols at 2,000 a second, looks at them in a Chromium that is traced, and says what was painted and
// which tasks of the page were long. Software rendering beside the server: how many frames there are says more of the machine.
import http from "node:http";
import { launch, open, textOf } from "../tests/support/browser.mjs";
import { Gateway, until } from "../tests/support/gateway.mjs";

const SYMBOLS = 100;
const RATE = 2000;
const SECONDS = Number(process.argv[2] ?? 20);
const LONG_MS = 50;
const STEP_MS = 20;

const symbol = (i) => `S${String(i % SYMBOLS).padStart(3, "0")}`;

/** One upload that lasts as long as the run; a line each. */
function publisher(port) {
  const request = http.request({ port, host: "127.0.0.1", method: "POST", path: "/api/v1/websocket/publications", headers: { "Content-Type": "application/x-ndjson" } });
  request.on("response", (answer) => answer.resume());
  request.on("error", () => {});
  const start = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    let lines = "";
    for (const due = ((performance.now() - start) / 1000) * RATE; sent < due; sent++) {
      const last = 100 + 10 * Math.sin(sent / 997) + (sent % 7) / 10;
      lines += `${JSON.stringify({ channel: `market_data:${symbol(sent)}`, message: { type: "quote", last: Number(last.toFixed(2)), previous_close: 100, volume: sent } })}\n`;
    }
    request.write(lines);
  }, STEP_MS);
  return () => {
    clearInterval(timer);
    request.end();
    return sent;
  };
}

/** The page's own main thread: the one on which most of what scripts do is told. */
function mainThread(events) {
  const counts = new Map();
  for (const { name, pid, tid } of events) {
    if (name === "FireAnimationFrame") {
      counts.set(`${pid} ${tid}`, (counts.get(`${pid} ${tid}`) ?? 0) + 1);
    }
  }
  return [...counts.entries()].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Of tasks that run inside each other the outer ones. */
function outermost(tasks) {
  let end = -Infinity;
  return tasks.sort((a, b) => a.ts - b.ts).filter(({ ts, dur }) => {
    const isInside = ts < end;
    end = Math.max(end, ts + dur);
    return !isInside;
  });
}

const round = (value) => Number(value.toFixed(2));

/** How long events took, in milliseconds: by the clock, and of the processor's time alone, which the work of others does not lengthen. */
function durations(events) {
  const told = {};
  for (const [name, field] of [["clock_ms", "dur"], ["processor_ms", "tdur"]]) {
    const sorted = events.map((event) => (event[field] ?? 0) / 1000).sort((a, b) => a - b);
    const at = (q) => round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0);
    told[name] = { p50: at(0.5), p99: at(0.99), max: at(1) };
  }
  return told;
}

const [browser, gateway] = await Promise.all([launch(), Gateway.start()]);
try {
  const stop = publisher(gateway.port);
  const { page } = await open(browser, gateway.url);
  await until("all symbols are there", async () => (await page.locator("#quotes tr").count()) === SYMBOLS);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"] });
  const counted = [];
  for (let second = 0; second < SECONDS; second++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    counted.push((await textOf(page, "#frames")).match(/\d[\d,]*/g).map((each) => Number(each.replaceAll(",", ""))));
  }
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  stop();
  const thread = mainThread(traceEvents);
  const ofPage = traceEvents.filter(({ pid, tid }) => `${pid} ${tid}` === thread);
  const complete = (wanted) => ofPage.filter(({ name, ph }) => name === wanted && ph === "X");
  const tasks = outermost(complete("RunTask"));
  const frameScripts = complete("FireAnimationFrame");
  const tracedMs = (Math.max(...tasks.map(({ ts, dur }) => ts + dur)) - Math.min(...tasks.map(({ ts }) => ts))) / 1000;
  const mean = (index) => counted.reduce((sum, each) => sum + each[index], 0) / counted.length;
  const [published, received, updates, frames] = [0, 1, 2, 3].map(mean);
  const result = {
    seconds: Number((tracedMs / 1000).toFixed(1)),
    published_per_second: Math.round(published),
    received_per_second: Math.round(received),
    updates_painted_per_second: Math.round(updates),
    frames_per_second: Number(frames.toFixed(1)),
    updates_per_frame: Number((updates / frames).toFixed(1)),
    frame_script: durations(frameScripts),
    tasks: durations(tasks),
    long_tasks_by_the_clock: tasks.filter(({ dur }) => dur > LONG_MS * 1000).length,
    long_tasks_of_processor_time: tasks.filter(({ tdur }) => tdur > LONG_MS * 1000).length,
    main_thread_processor_percent: round((tasks.reduce((sum, { tdur }) => sum + (tdur ?? 0), 0) / 1000 / tracedMs) * 100),
  };
  console.log(JSON.stringify(result, null, 2));
} finally {
  await browser.close();
  await gateway.close();
}
