import type { ChartUpdate } from "@tickgate/client";
import {
  CandlestickSeries,
  createChart,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  type UTCTimestamp,
} from "lightweight-charts";
import { setText } from "../common/dom.ts";
import { price, short } from "../common/format.ts";
import type { Frames } from "../common/frames.ts";
import { type Bar, Bars, isCandle } from "./bars.ts";

type Line = ISeriesApi<"Line">;

interface Elements {
  canvas: HTMLElement;
  title: HTMLElement;
  time: HTMLElement;
  legend: HTMLElement;
}

/** Changes between two frames that are drawn one by one; more of them are drawn as a whole. */
const CHANGES_MAX = 50;

/** Candles, volume and KDJ of one symbol. The newest bar stands in words beside them, for who sees no canvas. */
export class ChartPanel {
  readonly #bars = new Bars();
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<"Candlestick">;
  readonly #volume: ISeriesApi<"Histogram">;
  readonly #lines: Record<"k" | "d" | "j", Line>;
  readonly #changed = new Map<number, Bar>();
  #isWhole = false;
  #fits = true;
  #updates = 0;
  #symbol = "";

  constructor(
    private readonly elements: Elements,
    private readonly frames: Frames,
  ) {
    this.#chart = createChart(elements.canvas, {
      autoSize: true,
      // Its logo brings a style of its own into the page, which the policy forbids: the notice stands in the footer.
      layout: { attributionLogo: false, panes: { enableResize: false } },
      timeScale: { timeVisible: true, secondsVisible: false },
      localization: { locale: "en-GB" },
    });
    this.#candles = this.#chart.addSeries(CandlestickSeries, { borderVisible: false });
    this.#volume = this.#chart.addSeries(HistogramSeries, {
      priceFormat: { type: "volume" },
      priceScaleId: "volume",
      priceLineVisible: false,
      lastValueVisible: false,
    });
    this.#volume.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
    this.#lines = { k: this.#line("K"), d: this.#line("D"), j: this.#line("J") };
    [3, 1].forEach((share, pane) => this.#chart.panes()[pane]?.setStretchFactor(share));
    this.#paintColours();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#paintColours();
      this.#isWhole = true;
      frames.ask();
    });
    frames.add(() => this.#paint());
  }

  get symbol(): string {
    return this.#symbol;
  }

  /** From now on it shows another symbol. */
  show(symbol: string): void {
    this.#symbol = symbol;
    this.#bars.clear();
    this.#changed.clear();
    this.#isWhole = this.#fits = true;
    setText(this.elements.title, `Chart of ${symbol}`);
    setText(this.elements.legend, "No bars yet.");
    setText(this.elements.time, "");
    this.frames.ask();
  }

  offer(update: ChartUpdate): void {
    if (update.symbol !== this.#symbol) {
      return;
    }
    this.#updates++;
    const changed = this.#bars.apply(update);
    if (changed === null) {
      this.#isWhole = true;
    } else {
      changed.forEach((bar) => this.#changed.set(bar.time, bar));
    }
    if (this.#changed.size > CHANGES_MAX) {
      this.#isWhole = true;
    }
    if (this.#isWhole) {
      this.#changed.clear();
    }
    this.frames.ask();
  }

  #line(title: string): Line {
    return this.#chart.addSeries(
      LineSeries,
      { title, lineWidth: 1, priceLineVisible: false, crosshairMarkerVisible: false, priceFormat: { type: "price", precision: 2, minMove: 0.01 } },
      1,
    );
  }

  #paint(): number {
    const painted = this.#updates;
    if (this.#isWhole) {
      this.#paintWhole();
    } else {
      [...this.#changed.values()].sort((a, b) => a.time - b.time).forEach((bar) => this.#paintBar(bar));
    }
    if (this.#isWhole || this.#changed.size > 0) {
      this.#paintLegend();
    }
    this.#isWhole = false;
    this.#changed.clear();
    this.#updates = 0;
    return painted;
  }

  #paintWhole(): void {
    const bars = this.#bars.all;
    this.#candles.setData(bars.filter(isCandle).map(candle));
    this.#volume.setData(bars.filter((bar) => bar.volume !== undefined).map((bar) => this.#volumeOf(bar)));
    for (const name of ["k", "d", "j"] as const) {
      this.#lines[name].setData(bars.filter((bar) => bar[name] !== undefined).map((bar) => ({ time: time(bar), value: bar[name] as number })));
    }
    if (this.#fits && bars.length > 0) {
      this.#fits = false;
      this.#chart.timeScale().setVisibleLogicalRange({ from: Math.max(0, bars.length - 120), to: bars.length + 3 });
    }
  }

  #paintBar(bar: Bar): void {
    if (isCandle(bar)) {
      this.#candles.update(candle(bar));
    }
    if (bar.volume !== undefined) {
      this.#volume.update(this.#volumeOf(bar));
    }
    for (const name of ["k", "d", "j"] as const) {
      const value = bar[name];
      if (value !== undefined) {
        this.#lines[name].update({ time: time(bar), value });
      }
    }
  }

  #volumeOf(bar: Bar): { time: UTCTimestamp; value: number; color: string } {
    const falls = isCandle(bar) && bar.close < bar.open;
    return { time: time(bar), value: bar.volume as number, color: `${colour(falls ? "--down" : "--up")}55` };
  }

  #paintLegend(): void {
    const bar = this.#bars.last;
    if (!bar) {
      return;
    }
    const date = new Date(bar.time * 1000).toISOString();
    setText(this.elements.time, bar.time % 86_400 === 0 ? date.slice(0, 10) : date.slice(0, 16).replace("T", " "));
    const parts: string[] = [];
    if (isCandle(bar)) {
      parts.push(`open ${price(bar.open)}`, `high ${price(bar.high)}`, `low ${price(bar.low)}`, `close ${price(bar.close)}`);
    }
    if (bar.volume !== undefined) {
      parts.push(`volume ${short(bar.volume)}`);
    }
    for (const name of ["k", "d", "j"] as const) {
      const value = bar[name];
      if (value !== undefined) {
        parts.push(`${name.toUpperCase()} ${value.toFixed(2)}`);
      }
    }
    setText(this.elements.legend, parts.join(", "));
  }

  #paintColours(): void {
    const grid = { color: colour("--line") };
    this.#chart.applyOptions({
      layout: { background: { color: "transparent" }, textColor: colour("--soft") },
      grid: { vertLines: grid, horzLines: grid },
      rightPriceScale: { borderColor: colour("--line") },
      timeScale: { borderColor: colour("--line") },
    });
    const up = colour("--up");
    const down = colour("--down");
    this.#candles.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
    for (const name of ["k", "d", "j"] as const) {
      this.#lines[name].applyOptions({ color: colour(`--${name}`) });
    }
  }
}

function time(bar: Bar): UTCTimestamp {
  return bar.time as UTCTimestamp;
}

function candle(bar: Bar & { open: number; high: number; low: number; close: number }) {
  return { time: time(bar), open: bar.open, high: bar.high, low: bar.low, close: bar.close };
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
