import { byId, element, setText } from "../common/dom.ts";
import { bytes, clock, count } from "../common/format.ts";
import { ApiError, api, type Tail } from "./api.ts";

const LINES_MAX = 200;

/** Follows one channel: asks for what came behind the last offset. */
export class TailPanel {
  readonly #input = byId<HTMLInputElement>("tail-channel");
  readonly #toggle = byId<HTMLButtonElement>("tail-toggle");
  readonly #list = byId("tail");
  readonly #state = byId("tail-state");
  #channel = "";
  #epoch = "";
  #offset = 0;
  #skipped = 0;

  constructor() {
    this.#toggle.addEventListener("click", () => (this.#channel ? this.#stop("Stopped.") : this.#start()));
    this.#input.addEventListener("input", () => void this.#suggest());
    this.#input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        this.#start();
      }
    });
  }

  /** Once a second, with the other figures. */
  async poll(): Promise<void> {
    const channel = this.#channel;
    if (!channel) {
      return;
    }
    try {
      const tail = await api.tail(channel, this.#offset);
      if (channel === this.#channel) {
        this.#show(tail);
      }
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        setText(this.#state, "There is no such channel now; it is waited for.");
      } else if (error instanceof ApiError && error.status > 0) {
        this.#stop(error.message);
      }
    }
  }

  #start(): void {
    const channel = this.#input.value.trim();
    if (!channel) {
      setText(this.#state, "Name a channel.");
      this.#input.focus();
      return;
    }
    this.#channel = channel;
    this.#epoch = "";
    this.#offset = this.#skipped = 0;
    this.#list.replaceChildren();
    this.#toggle.setAttribute("aria-pressed", "true");
    setText(this.#toggle, "Stop");
    setText(this.#state, `Following ${channel}.`);
    void this.poll();
  }

  #stop(why: string): void {
    this.#channel = "";
    this.#toggle.setAttribute("aria-pressed", "false");
    setText(this.#toggle, "Follow");
    setText(this.#state, why);
  }

  #show(tail: Tail): void {
    if (tail.epoch !== this.#epoch) {
      if (this.#epoch) {
        this.#list.prepend(element("li", {}, "The gateway was started again."));
      }
      // What the first look leaves out is the past, not a gap.
      this.#skipped = this.#epoch ? this.#skipped : -tail.skipped;
      this.#epoch = tail.epoch;
    }
    this.#offset = tail.offset;
    this.#skipped += tail.skipped;
    for (const each of tail.publications) {
      const text = each.text ?? `${bytes(each.bytes)}, too large to be shown`;
      this.#list.prepend(
        element("li", {}, element("span", {}, `#${each.offset}`), element("span", {}, clock(each.server_time)), element("code", {}, text)),
      );
    }
    while (this.#list.childElementCount > LINES_MAX) {
      this.#list.lastElementChild?.remove();
    }
    setText(this.#state, `Following ${tail.channel}${this.#skipped > 0 ? `, ${count(this.#skipped)} came too fast to be shown` : ""}.`);
  }

  async #suggest(): Promise<void> {
    try {
      const { channels } = await api.channels(this.#input.value.trim());
      byId("tail-names").replaceChildren(...channels.map((each) => element("option", { value: each.channel })));
    } catch {
      // A help that is not there helps nobody, and hinders nobody.
    }
  }
}
