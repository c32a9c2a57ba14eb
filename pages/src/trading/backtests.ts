import type { BacktestState } from "@tickgate/client";
import { element, setText } from "../common/dom.ts";
import { duration, percent } from "../common/format.ts";
import type { Frames } from "../common/frames.ts";

/** Back-tests that stand on the page. */
const SHOWN_MAX = 20;

const WORDS: Record<string, string> = {
  pending: "waits",
  running: "runs",
  completed: "done",
  failed: "failed",
  cancelled: "cancelled",
  paused: "paused",
};

interface Item {
  state: BacktestState;
  dirty: boolean;
  view?: View;
}

interface View {
  root: HTMLLIElement;
  name: HTMLElement;
  status: HTMLElement;
  bar: HTMLProgressElement;
  step: HTMLElement;
}

/** Back-tests with their progress, newest first. */
export class BacktestList {
  readonly #items = new Map<string, Item>();

  constructor(
    private readonly list: HTMLElement,
    private readonly counter: HTMLElement,
    private readonly frames: Frames,
  ) {
    frames.add(() => this.#paint());
  }

  offer(state: BacktestState): void {
    const known = this.#items.get(state.task_id);
    if (known) {
      known.state = state;
      known.dirty = true;
    } else {
      this.#items.set(state.task_id, { state, dirty: true });
      this.#forget();
    }
    this.frames.ask();
  }

  /** All that there is comes again. */
  clear(): void {
    this.#items.clear();
    this.list.replaceChildren();
  }

  /** The one that came first goes, of those that are over; of all, where none is. */
  #forget(): void {
    if (this.#items.size > SHOWN_MAX) {
      const all = [...this.#items.entries()];
      const [id, item] = (all.find(([, each]) => isOver(each.state)) ?? all[0]) as [string, Item];
      item.view?.root.remove();
      this.#items.delete(id);
    }
  }

  #paint(): number {
    let painted = 0;
    for (const item of this.#items.values()) {
      if (item.dirty) {
        item.dirty = false;
        item.view ??= this.#make();
        show(item.view, item.state);
        painted++;
      }
    }
    if (painted > 0) {
      const running = [...this.#items.values()].filter((item) => item.state.status === "running").length;
      setText(this.counter, `${running} running of ${this.#items.size}`);
    }
    return painted;
  }

  #make(): View {
    const name = element("bdi");
    const status = element("span", { class: "status" });
    const bar = element("progress", { max: 100 });
    const step = element("p");
    const root = element("li", { class: "item" }, element("div", { class: "title" }, name, status), bar, step);
    this.list.prepend(root);
    return { root, name, status, bar, step };
  }
}

function isOver(state: BacktestState): boolean {
  return state.status === "completed" || state.status === "failed" || state.status === "cancelled";
}

function show(view: View, state: BacktestState): void {
  const what = [state.data["symbol"], state.data["strategy"]].filter((each) => typeof each === "string").join(" ");
  setText(view.name, what ? `${state.task_id}: ${what}` : state.task_id);
  setText(view.status, `${state.progress.toFixed(state.progress === 100 ? 0 : 1)}% ${WORDS[state.status] ?? state.status}`);
  view.bar.value = state.progress;
  view.bar.setAttribute("aria-label", `Progress of ${state.task_id}`);
  view.root.classList.toggle("failed", state.status === "failed");
  setText(view.step, state.error ?? (isOver(state) ? resultOf(state) : stepOf(state)));
}

function stepOf(state: BacktestState): string {
  const left = state.estimated_time_remaining;
  const step = state.total_steps > 0 ? `${state.current_step} (${state.current_step_index}/${state.total_steps})` : state.current_step;
  return [step, left === null ? "" : `${duration(left * 1000)} left`].filter((each) => each !== "").join(", ");
}

function resultOf(state: BacktestState): string {
  const result = typeof state.data["result"] === "object" && state.data["result"] !== null ? (state.data["result"] as Record<string, unknown>) : state.data;
  const told: string[] = [];
  for (const [field, word] of [["total_return", "return"], ["max_drawdown", "drawdown"], ["win_rate", "win rate"]] as const) {
    const value = result[field];
    if (typeof value === "number") {
      told.push(`${word} ${field === "total_return" ? percent(value) : `${value.toFixed(2)}%`}`);
    }
  }
  return told.length > 0 ? told.join(", ") : state.message;
}
