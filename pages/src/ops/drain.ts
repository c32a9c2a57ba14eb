import { byId, setText } from "../common/dom.ts";
import { api } from "./api.ts";

/** Asks twice, then sends everybody away. */
export class DrainDialog {
  readonly #dialog = byId<HTMLDialogElement>("drain");
  readonly #open = byId<HTMLButtonElement>("drain-open");
  readonly #why = byId("drain-why");

  constructor() {
    this.#open.addEventListener("click", () => {
      setText(this.#why, "");
      this.#dialog.showModal();
      // Who presses Enter without reading cancels.
      byId("drain-cancel").focus();
    });
    byId("drain-cancel").addEventListener("click", () => this.#dialog.close());
    byId("drain-confirm").addEventListener("click", () => void this.#drain());
  }

  /** While a stop is under way there is nothing to ask for. */
  showDraining(isDraining: boolean): void {
    this.#open.disabled = isDraining;
  }

  async #drain(): Promise<void> {
    try {
      await api.drain();
      this.#dialog.close();
    } catch (error) {
      setText(this.#why, `It was not done: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
