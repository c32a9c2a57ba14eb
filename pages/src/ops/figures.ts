import { byId, element, fill, row, setCells, setText } from "../common/dom.ts";
import { bytes, count, duration, micros, short } from "../common/format.ts";
import type { Connection, Family, SlowReader, Status } from "./api.ts";
import { TimePlot } from "./plot.ts";
import type { Rates } from "./rates.ts";

/** Why something was left out, or somebody sent away, by the names of the status. */
const REASONS: [string, string][] = [
  ["conflated", "a newer value stood in for a slow reader"],
  ["dropped", "dropped for a slow reader (queue_bytes)"],
  ["conflated_as_asked", "left out as asked (max_hz)"],
  ["filtered", "left out by filters"],
  ["slow_closes", "closed: too slow"],
  ["ack_closes", "closed: not acknowledged"],
  ["idle_closes", "closed: silent"],
  ["error_closes", "closed: too many errors"],
  ["auth_closes", "closed: token"],
  ["user_closes", "closed: too many of a user"],
  ["operator_closes", "closed by an operator"],
  ["rate_limited", "commands over the limit"],
];

const RUNGS = ["nothing waits", "1: all will come", "2: newest of states", "3: policy decides"];

/** What is counted, in tiles, plots and tables. */
export class Figures {
  readonly #latency = new TimePlot(
    byId("latency-plot"),
    [
      { label: "p50", colour: "--up" },
      { label: "p99", colour: "--k" },
      { label: "p99.9", colour: "--down" },
    ],
    micros,
  );
  readonly #rates = new TimePlot(
    byId("rates-plot"),
    [
      { label: "published/s", colour: "--d" },
      { label: "delivered/s", colour: "--up" },
    ],
    short,
  );
  readonly #choice = byId<HTMLSelectElement>("latency-family");

  constructor() {
    this.#choice.addEventListener("change", () => this.#latency.clear());
  }

  show(status: Status, families: Family[], rates: Rates, nowSeconds: number): void {
    const messages = status.messages;
    const published = sum(families.map((each) => rates.of(`published ${each.family}`, each.publications)));
    const delivered = sum(families.map((each) => rates.of(`delivered ${each.family}`, each.deliveries)));
    const sent = rates.of("sent", messages["sent_bytes"] ?? 0);
    this.#tiles([
      ["Connections", count(status.connections.total_connections)],
      ["Published/s", told(published, short)],
      ["Delivered/s", told(delivered, short)],
      ["Sent/s", told(sent, bytes)],
      ["Waiting", bytes(messages["outbox_bytes"] ?? 0)],
      ["Readers behind", count(messages["sessions_behind"] ?? 0)],
      ["Channels", count(messages["topics"] ?? 0)],
      ["Longest turn", micros(messages["longest_turn_micros"] ?? 0)],
    ]);
    this.#rates.add(nowSeconds, published, delivered);
    setText(byId("rates-legend"), `Blue: ${told(published, short)} published/s. Green: ${told(delivered, short)} delivered/s.`);
    this.#showLatency(status, nowSeconds);
    this.#showFamilies(families, rates);
    this.#showDrops(messages, rates);
    this.#showSlow(status.slow);
  }

  #showLatency(status: Status, nowSeconds: number): void {
    const names = Object.keys(status.latency);
    const before = this.#choice.value;
    if ([...this.#choice.options].map((each) => each.value).join() !== names.join()) {
      this.#choice.replaceChildren(...names.map((each) => element("option", { value: each }, each)));
      this.#choice.value = names.includes(before) ? before : busiest(status);
    }
    const total = status.latency[this.#choice.value]?.["total"];
    const some = total && total.count > 0 ? total : null;
    this.#latency.add(nowSeconds, some?.p50 ?? null, some?.p99 ?? null, some?.p99_9 ?? null);
    setText(
      byId("latency-legend"),
      some
        ? `Green: p50 ${micros(some.p50)}. Orange: p99 ${micros(some.p99)}. Red: p99.9 ${micros(some.p99_9)}. Most ${micros(some.max)}, of ${count(some.count)} in the last minute.`
        : "No publications in the last minute.",
    );
  }

  #tiles(tiles: [string, string][]): void {
    fill(
      byId("tiles"),
      tiles,
      () => element("div", {}, element("dt"), element("dd")),
      (tile, [name, value]) => {
        setText(tile.children[0] as Element, name);
        setText(tile.children[1] as Element, value);
      },
    );
  }

  #showFamilies(families: Family[], rates: Rates): void {
    fill(
      byId("families"),
      families,
      () => row("text", "num", "num", "num", "num", "num"),
      (target, each) =>
        setCells(
          target,
          each.family,
          count(each.subscriptions),
          told(rates.of(`published ${each.family}`, each.publications), short),
          told(rates.of(`delivered ${each.family}`, each.deliveries), short),
          count(each.drops.conflated),
          count(each.drops.queue_bytes),
        ),
    );
  }

  #showDrops(messages: Record<string, number>, rates: Rates): void {
    fill(
      byId("drops"),
      REASONS.filter(([name]) => name in messages),
      () => row("text", "num", "num"),
      (target, [name, words]) => {
        const value = messages[name] ?? 0;
        setCells(target, words, count(value), told(rates.of(name, value), short));
      },
    );
  }

  #showSlow(slow: SlowReader[]): void {
    setText(byId("slow-count"), slow.length === 0 ? "nobody is behind" : count(slow.length));
    fill(
      byId("slow"),
      slow,
      () => row("id", "", "num", "num", "num", "num"),
      (target, each) => {
        setCells(
          target,
          each.connection_id ?? "–",
          rungOf(each.rung),
          bytes(each.lag_bytes),
          duration(each.seconds_behind * 1000),
          count(each.conflated),
          count(each.dropped),
        );
        markRung(target, 1, each.rung);
      },
    );
  }

  showConnections(connections: Connection[], more: boolean, rates: Rates): void {
    setText(byId("connections-count"), more ? `the first ${connections.length}` : count(connections.length));
    fill(
      byId("connections"),
      connections,
      () => row("id", "", "text", "", "num", "num", "num", "", "text"),
      (target, each) => {
        setCells(
          target,
          each.connection_id,
          each.address,
          each.user_id ?? "–",
          each.format.replace("gateway.v1.", "") + (each.compressed ? ", deflated" : ""),
          count(each.subscriptions),
          bytes(each.queued_bytes),
          told(rates.of(`sent ${each.connection_id}`, each.sent_bytes), bytes),
          rungOf(each.rung),
          each.client_id || each.user_agent,
        );
        markRung(target, 7, each.rung);
      },
    );
  }
}

function rungOf(rung: number): string {
  return RUNGS[rung] ?? String(rung);
}

function markRung(target: HTMLTableRowElement, cell: number, rung: number): void {
  const marked = target.cells[cell];
  if (marked) {
    marked.className = `rung-${rung}`;
  }
}

function busiest(status: Status): string {
  const counts = Object.entries(status.latency).map(([name, stages]) => [name, stages["total"]?.count ?? 0] as const);
  return counts.reduce((a, b) => (b[1] > a[1] ? b : a), ["", -1] as const)[0];
}

function sum(values: (number | null)[]): number | null {
  const known = values.filter((each) => each !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
}

function told(value: number | null, format: (value: number) => string): string {
  return value === null ? "–" : format(value);
}
