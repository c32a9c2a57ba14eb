// What can be seen without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChartUpdate } from "@tickgate/client";
import { duration, micros } from "../src/common/format.ts";
import { Frames } from "../src/common/frames.ts";
import { Rates } from "../src/ops/rates.ts";
import { Bars } from "../src/trading/bars.ts";
import { backtestOf, chartOf } from "../src/trading/incoming.ts";
import { quoteOf } from "../src/trading/quote.ts";

const message = (fields: object) => ({ type: "quote", timestamp: "", ...fields });

test("a quote is read by the names that publishers use", () => {
  const quote = { symbol: "A", last: 5, change: 25, volume: 7 };
  assert.deepEqual(quoteOf("market_data:A", message({ last: 5, previous_close: 4, volume: 7 })), quote);
  assert.deepEqual(quoteOf("market_data", message({ symbol: "A", price: 5, change_percent: 25, volume: 7 })), quote);
  assert.deepEqual(quoteOf("market_data:A", message({ data: { last_price: 5, change_percent: 25, volume: 7 } })), quote);
  assert.equal(quoteOf("market_data", message({ last: 5 })), null);
  assert.equal(quoteOf("market_data:A", message({ last: "5" })), null);
});

const update = (offset: number | undefined, ...points: [number, string, number, string?][]) =>
  ({
    type: "chart_update",
    symbol: "A",
    update_type: "add",
    timestamp: "",
    metadata: { data_types: [], batch_size: 0 },
    ...(offset === undefined ? {} : { offset }),
    data_points: points.map(([timestamp, data_type, value, field]) => ({ timestamp, data_type, value, additional_data: field ? { field } : {} })),
  }) as ChartUpdate;

test("points of one time become one bar, and only what is newest is drawn by itself", () => {
  const bars = new Bars();
  assert.equal(bars.apply(update(undefined, [10, "ohlcv", 1, "open"], [10, "ohlcv", 2, "close"], [20, "ohlcv", 3, "open"])), null);
  assert.deepEqual(bars.all.map((bar) => bar.time), [10, 20]);
  assert.deepEqual(bars.apply(update(1, [20, "volume", 9], [30, "trade", 4]))?.map((bar) => bar.time), [20, 30]);
  assert.equal(bars.apply(update(2, [15, "trade", 4])), null, "a correction draws all anew");
  assert.deepEqual(bars.all.map((bar) => bar.time), [10, 15, 20, 30]);
  bars.apply(update(undefined, [5, "trade", 1]));
  assert.deepEqual(bars.all.map((bar) => bar.time), [5], "what has no offset is all there is");
});

test("a single price widens its bar", () => {
  const bars = new Bars();
  bars.apply(update(1, [1, "trade", 5], [1, "trade", 9], [1, "trade", 2]));
  assert.deepEqual(bars.last, { time: 1, open: 5, high: 9, low: 2, close: 2 });
});

test("no more bars are kept than can be seen", () => {
  const bars = new Bars();
  for (let time = 0; time < 2100; time++) {
    bars.apply(update(time + 1, [time, "trade", 1]));
  }
  assert.equal(bars.all.length, 2000);
  assert.equal(bars.all[0]?.time, 100);
});

test("what cannot be drawn is left out", () => {
  const points = [null, 7, { timestamp: 1, value: 1, data_type: "trade" }, { timestamp: -1, value: 1, data_type: "trade" }, { timestamp: 1, value: 1e300, data_type: "trade" }];
  assert.equal(chartOf({ type: "chart_update", timestamp: "", symbol: "A", data_points: points } as never)?.data_points.length, 1);
  assert.equal(chartOf({ type: "chart_update", timestamp: "", data_points: [] } as never), null);
  assert.equal(backtestOf({ type: "backtest_progress_update", timestamp: "", data: { task_id: "a", progress: "1" } } as never), null);
  assert.equal(backtestOf({ type: "backtest_progress_update", timestamp: "", data: { task_id: "a", progress: 500 } } as never)?.progress, 100);
});

test("many requests are one frame", () => {
  const waiting: (() => void)[] = [];
  const frames = new Frames((paint) => waiting.push(paint));
  let painted = 0;
  frames.add(() => ++painted);
  frames.ask();
  frames.ask();
  assert.equal(waiting.length, 1);
  waiting.pop()?.();
  frames.ask();
  waiting.pop()?.();
  assert.deepEqual(frames.takeCounts(), { frames: 2, updates: 3 });
  assert.deepEqual(frames.takeCounts(), { frames: 0, updates: 0 });
});

test("a counter that begins again has no rate", () => {
  const rates = new Rates();
  rates.begin(1000);
  assert.equal(rates.of("a", 10), null);
  rates.begin(3000);
  assert.equal(rates.of("a", 30), 10);
  rates.begin(4000);
  assert.equal(rates.of("a", 5), null);
  rates.begin(5000);
  assert.equal(rates.of("a", 6), 1);
});

test("times are said as people say them", () => {
  assert.deepEqual([0.2, 12.4, 1500, 50_000, 600_000].map(duration), ["<1 ms", "12 ms", "1.5 s", "50 s", "10 min"]);
  assert.deepEqual([12, 1500, 45_000].map(micros), ["12 µs", "1.50 ms", "45.0 ms"]);
});
