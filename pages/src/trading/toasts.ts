import type { Notification } from "@tickgate/client";
import { element } from "../common/dom.ts";

/** More than these would cover what they are about; the inbox has them all. */
const SHOWN_MAX = 4;
const STAYS_MS = 8000;

/** Shows new notifications for a moment. What is urgent stays until somebody dismisses it. */
export class Toasts {
  constructor(private readonly list: HTMLElement) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
        this.list.lastElementChild?.remove();
      }
    });
  }

  show(notification: Notification): void {
    const close = element("button", { type: "button", class: "quiet" }, "Dismiss");
    const toast = element(
      "div",
      { class: "toast item" },
      element("div", { class: "title" }, element("span", { dir: "auto" }, notification.title)),
      element("p", { dir: "auto" }, notification.message),
      element("div", { class: "row" }, close),
    );
    close.setAttribute("aria-label", `Dismiss: ${notification.title}`);
    close.addEventListener("click", () => toast.remove());
    this.list.append(toast);
    while (this.list.childElementCount > SHOWN_MAX) {
      this.list.firstElementChild?.remove();
    }
    if (notification.priority !== "URGENT") {
      this.#leaveLater(toast);
    }
  }

  /** Who reads it, or has the focus in it, is given time. */
  #leaveLater(toast: HTMLElement): void {
    const leave = (): void => {
      if (toast.matches(":hover, :focus-within")) {
        setTimeout(leave, STAYS_MS);
      } else {
        toast.remove();
      }
    };
    setTimeout(leave, STAYS_MS);
  }
}
