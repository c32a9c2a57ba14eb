import uPlot from "uplot";

/** Seconds that are shown, a point each. */
const POINTS_MAX = 600;
/** Fewer would have marks between the seconds. */
const SECONDS_MIN = 60;

interface Curve {
  label: string;
  /** A colour of the page's own, such as `--up`. */
  colour: string;
}

/** Curves over the last ten minutes. A hole is where nothing could be told. */
export class TimePlot {
  readonly #plot: uPlot;
  #data: (number | null)[][];

  /** @param format of the values at the left edge */
  constructor(
    private readonly box: HTMLElement,
    curves: Curve[],
    format: (value: number) => string,
  ) {
    this.#data = [[], ...curves.map(() => [])];
    const colour = (name: string) => () => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 } };
    this.#plot = new uPlot(
      {
        ...this.#size(),
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { range: (_, min, max) => [Math.min(min, max - SECONDS_MIN), max] }, y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] } },
        series: [{}, ...curves.map((each) => ({ label: each.label, stroke: colour(each.colour), width: 1.5, points: { show: false } }))],
        axes: [{ ...axis, size: 30 }, { ...axis, size: 70, values: (_, splits) => splits.map((each) => format(each)) }],
      },
      this.#data as uPlot.AlignedData,
      box,
    );
    new ResizeObserver(() => this.#plot.setSize(this.#size())).observe(box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#plot.redraw());
  }

  /** @param time Unix seconds, above the one before */
  add(time: number, ...values: (number | null)[]): void {
    [time, ...values].forEach((value, index) => {
      const column = this.#data[index];
      column?.push(value);
      if (column && column.length > POINTS_MAX) {
        column.shift();
      }
    });
    this.#plot.setData(this.#data as uPlot.AlignedData);
  }

  clear(): void {
    this.#data = this.#data.map(() => []);
    this.#plot.setData(this.#data as uPlot.AlignedData);
  }

  #size(): { width: number; height: number } {
    return { width: Math.max(200, this.box.clientWidth), height: Math.max(120, this.box.clientHeight) };
  }
}
