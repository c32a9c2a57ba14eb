import type { KeptNotification, Notification } from "@tickgate/client";
import { element, safeHref, setText } from "../common/dom.ts";
import { clock } from "../common/format.ts";

/** Notifications that stand on the page. */
const SHOWN_MAX = 100;

interface Item {
  notification: Notification;
  read: boolean;
  root: HTMLLIElement;
  button: HTMLButtonElement | null;
}

/** What came for everybody and for this user, newest first, with what was read. */
export class Inbox {
  readonly #items = new Map<string, Item>();

  /** @param markRead tells the gateway; rejects when it does not take it */
  constructor(
    private readonly list: HTMLElement,
    private readonly badge: HTMLElement,
    private readonly markRead: (id: string) => Promise<void>,
  ) {}

  /** @returns whether it is new here */
  add(notification: Notification, read = false): boolean {
    const known = this.#items.get(notification.id);
    if (known) {
      if (read) {
        this.#setRead(known);
      }
      return false;
    }
    const item = this.#make(notification, read);
    this.#items.set(notification.id, item);
    this.#place(item);
    if (this.#items.size > SHOWN_MAX) {
      const oldest = [...this.#items.values()].reduce((a, b) => (a.notification.timestamp <= b.notification.timestamp ? a : b));
      oldest.root.remove();
      this.#items.delete(oldest.notification.id);
    }
    this.#count();
    return true;
  }

  /** What the gateway keeps, newest first. */
  merge(kept: readonly KeptNotification[]): void {
    for (let i = kept.length - 1; i >= 0; i--) {
      const each = kept[i] as KeptNotification;
      this.add(each, each.read);
    }
  }

  #place(item: Item): void {
    for (const other of this.#items.values()) {
      other.root.dataset["time"] = other.notification.timestamp;
    }
    const behind = [...this.list.children].find((each) => ((each as HTMLElement).dataset["time"] ?? "") <= item.notification.timestamp);
    this.list.insertBefore(item.root, behind ?? null);
  }

  #make(notification: Notification, read: boolean): Item {
    const urgent = notification.priority === "HIGH" || notification.priority === "URGENT";
    const root = element(
      "li",
      { class: `item${read ? "" : " unread"}${urgent ? " urgent" : ""}` },
      element(
        "div",
        { class: "title" },
        element("span", { dir: "auto" }, notification.title),
        element("time", { datetime: notification.timestamp }, clock(notification.timestamp)),
      ),
      element("p", { dir: "auto" }, notification.message),
    );
    const row = element("div", { class: "row" });
    const href = notification.action_url === null ? null : safeHref(notification.action_url);
    if (href !== null) {
      row.append(element("a", { href, rel: "noopener noreferrer", target: "_blank" }, notification.action_text ?? "Open"));
    }
    const item: Item = { notification, read, root, button: null };
    if (!read) {
      const button = element("button", { type: "button", class: "quiet" }, "Mark as read");
      button.setAttribute("aria-label", `Mark as read: ${notification.title}`);
      button.addEventListener("click", () => void this.#onMark(item, button));
      item.button = button;
      row.append(button);
    }
    if (row.childElementCount > 0) {
      root.append(row);
    }
    return item;
  }

  async #onMark(item: Item, button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    try {
      await this.markRead(item.notification.id);
      this.#setRead(item);
    } catch (error) {
      button.disabled = false;
      setText(button, "Not marked, try again");
      button.title = String(error);
    }
  }

  #setRead(item: Item): void {
    if (!item.read) {
      item.read = true;
      item.root.classList.remove("unread");
      // Who has just pressed it stays where he is.
      const hadFocus = item.button !== null && item.button === document.activeElement;
      item.button?.remove();
      item.button = null;
      if (hadFocus) {
        (this.list as HTMLElement).focus();
      }
      this.#count();
    }
  }

  #count(): void {
    const unread = [...this.#items.values()].filter((item) => !item.read).length;
    setText(this.badge, `${unread} unread`);
    this.badge.classList.toggle("none", unread === 0);
  }
}
