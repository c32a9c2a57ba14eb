import { element, setText } from "../common/dom.ts";
import { percent, price, short } from "../common/format.ts";
import type { Frames } from "../common/frames.ts";
import type { Quote } from "./quote.ts";

/** More rows than this nobody looks at; what has none is counted. */
const ROWS_MAX = 500;
const BEYOND_MAX = 10_000;

interface Row {
  symbol: string;
  row: HTMLTableRowElement;
  button: HTMLButtonElement;
  last: HTMLTableCellElement;
  change: HTMLTableCellElement;
  volume: HTMLTableCellElement;
  shown: number | null;
  flips: number;
}

/** The table of quotes. Of each symbol the newest waits for the next frame; a rise and a fall flash. */
export class WatchList {
  readonly #rows = new Map<string, Row>();
  readonly #sorted: Row[] = [];
  readonly #pending = new Map<string, Quote>();
  /** Symbols that have a row, or get one with the next frame. */
  readonly #known = new Set<string>();
  readonly #beyond = new Set<string>();
  #selected = "";
  #filter = "";

  constructor(
    private readonly body: HTMLTableSectionElement,
    private readonly counter: HTMLElement,
    private readonly frames: Frames,
    private readonly onSelect: (symbol: string) => void,
  ) {
    frames.add(() => this.#paint());
    body.addEventListener("keydown", (event) => this.#onKey(event));
  }

  offer(quote: Quote): void {
    if (!this.#known.has(quote.symbol)) {
      if (this.#known.size >= ROWS_MAX) {
        this.#turnAway(quote.symbol);
        return;
      }
      this.#known.add(quote.symbol);
    }
    this.#pending.set(quote.symbol, quote);
    this.frames.ask();
  }

  #turnAway(symbol: string): void {
    if (this.#beyond.size < BEYOND_MAX && !this.#beyond.has(symbol)) {
      this.#beyond.add(symbol);
      this.#count();
    }
  }

  get selected(): string {
    return this.#selected;
  }

  select(symbol: string): void {
    this.#rows.get(this.#selected)?.button.setAttribute("aria-pressed", "false");
    this.#selected = symbol;
    this.#rows.get(symbol)?.button.setAttribute("aria-pressed", "true");
    this.onSelect(symbol);
  }

  filter(text: string): void {
    this.#filter = text.trim().toLowerCase();
    for (const row of this.#sorted) {
      row.row.hidden = !this.#wants(row);
    }
    this.#count();
  }

  #wants(row: Row): boolean {
    return row.symbol.toLowerCase().includes(this.#filter);
  }

  #paint(): number {
    const painted = this.#pending.size;
    let isNew = false;
    for (const quote of this.#pending.values()) {
      let row = this.#rows.get(quote.symbol);
      if (!row) {
        row = this.#add(quote.symbol);
        isNew = true;
      }
      show(row, quote);
    }
    this.#pending.clear();
    if (isNew) {
      this.#count();
    }
    return painted;
  }

  #add(symbol: string): Row {
    const button = element("button", { type: "button", "aria-pressed": "false", title: symbol }, symbol);
    const last = element("td", { class: "num" });
    const change = element("td", { class: "num" });
    const volume = element("td", { class: "num volume" });
    const row: Row = {
      symbol,
      row: element("tr", {}, element("td", {}, button), last, change, volume),
      button,
      last,
      change,
      volume,
      shown: null,
      flips: 0,
    };
    button.addEventListener("click", () => this.select(symbol));
    row.row.hidden = !this.#wants(row);
    let at = this.#sorted.length;
    while (at > 0 && (this.#sorted[at - 1] as Row).symbol > symbol) {
      at--;
    }
    this.body.insertBefore(row.row, this.#sorted[at]?.row ?? null);
    this.#sorted.splice(at, 0, row);
    this.#rows.set(symbol, row);
    if (!this.#selected) {
      this.select(symbol);
    }
    return row;
  }

  #count(): void {
    const shown = this.#sorted.filter((row) => !row.row.hidden).length;
    const all = this.#rows.size === 1 ? "1 symbol" : `${this.#rows.size} symbols`;
    const more = this.#beyond.size > 0 ? `, ${this.#beyond.size} more not shown` : "";
    setText(this.counter, (shown === this.#rows.size ? all : `${shown} of ${all}`) + more);
  }

  /** Up, down, Home and End go from symbol to symbol. */
  #onKey(event: KeyboardEvent): void {
    const rows = this.#sorted.filter((row) => !row.row.hidden);
    const at = rows.findIndex((row) => row.button === event.target);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    const to = steps[event.key];
    if (at >= 0 && to !== undefined) {
      event.preventDefault();
      rows[Math.max(0, Math.min(rows.length - 1, to))]?.button.focus();
    }
  }
}

function show(row: Row, quote: Quote): void {
  setText(row.last, price(quote.last));
  if (row.shown !== null && quote.last !== row.shown) {
    row.flips ^= 1;
    row.last.className = `num flash-${quote.last > row.shown ? "up" : "down"}-${row.flips}`;
  }
  row.shown = quote.last;
  setText(row.change, quote.change === null ? "" : percent(quote.change));
  row.change.className = quote.change === null ? "num" : quote.change < 0 ? "num down" : "num up";
  setText(row.volume, quote.volume === null ? "" : short(quote.volume));
}
