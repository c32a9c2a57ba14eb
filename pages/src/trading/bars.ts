import type { ChartPoint, ChartUpdate } from "@tickgate/client";

/** What a chart shows of one time. What was not published is absent. */
export interface Bar {
  /** Unix seconds. */
  time: number;
  open?: number;
  high?: number;
  low?: number;
  close?: number;
  volume?: number;
  k?: number;
  d?: number;
  j?: number;
}

/** Bars that are kept: more than a screen has pixels for. */
const BARS_MAX = 2000;

const KDJ = "indicator_KDJ";

/**
 * Puts the points of one symbol together to bars, in ascending time. Points of one time come apart, and out of order where
 * their publisher corrects something.
 */
export class Bars {
  readonly #byTime = new Map<number, Bar>();
  #sorted: Bar[] = [];

  get all(): readonly Bar[] {
    return this.#sorted;
  }

  get last(): Bar | undefined {
    return this.#sorted[this.#sorted.length - 1];
  }

  clear(): void {
    this.#byTime.clear();
    this.#sorted = [];
  }

  /**
   * Takes an update; one without an offset is all there is, and replaces what was there.
   *
   * @returns the bars that changed, ascending; null when others than the newest did, or some were dropped
   */
  apply(update: ChartUpdate): Bar[] | null {
    const isWhole = update.offset === undefined;
    if (isWhole) {
      this.clear();
    }
    const lastBefore = this.last?.time ?? -Infinity;
    const changed = new Map<number, Bar>();
    for (const point of update.data_points) {
      const time = Math.floor(point.timestamp);
      let bar = this.#byTime.get(time);
      if (!bar) {
        bar = { time };
        this.#byTime.set(time, bar);
        this.#insert(bar);
      }
      put(bar, point);
      changed.set(time, bar);
    }
    const dropped = this.#sorted.length - BARS_MAX;
    if (dropped > 0) {
      for (const bar of this.#sorted.splice(0, dropped)) {
        this.#byTime.delete(bar.time);
      }
    }
    const bars = [...changed.values()].sort((a, b) => a.time - b.time);
    return isWhole || dropped > 0 || bars.some((bar) => bar.time < lastBefore) ? null : bars;
  }

  #insert(bar: Bar): void {
    let at = this.#sorted.length;
    while (at > 0 && (this.#sorted[at - 1] as Bar).time > bar.time) {
      at--;
    }
    this.#sorted.splice(at, 0, bar);
  }
}

function put(bar: Bar, point: ChartPoint): void {
  const more = point.additional_data ?? {};
  switch (point.data_type) {
    case "ohlcv": {
      const field = more["field"];
      if (field === "open" || field === "high" || field === "low" || field === "close" || field === "volume") {
        bar[field] = point.value;
      } else {
        putValue(bar, point.value);
      }
      break;
    }
    case "trade":
      putValue(bar, point.value);
      break;
    case "volume":
      bar.volume = point.value;
      break;
    case `${KDJ}_K`:
    case KDJ:
      bar.k = point.value;
      if (typeof more["D"] === "number") {
        bar.d = more["D"];
      }
      if (typeof more["J"] === "number") {
        bar.j = more["J"];
      }
      break;
    case `${KDJ}_D`:
      bar.d = point.value;
      break;
    case `${KDJ}_J`:
      bar.j = point.value;
      break;
    default:
    // Another indicator, which has no place here.
  }
}

/** A single price widens the bar of its time. */
function putValue(bar: Bar, value: number): void {
  bar.open ??= value;
  bar.high = Math.max(bar.high ?? value, value);
  bar.low = Math.min(bar.low ?? value, value);
  bar.close = value;
}

/** Whether a candle can be drawn. */
export function isCandle(bar: Bar): bar is Bar & { open: number; high: number; low: number; close: number } {
  return bar.open !== undefined && bar.high !== undefined && bar.low !== undefined && bar.close !== undefined;
}
