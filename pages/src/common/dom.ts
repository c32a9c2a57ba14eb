// Everything that comes from outside gets into a page here, and only as text: nothing parses it.

/** The element of that id, which the page's own HTML has. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) {
    throw new Error(`the page has no #${id}`);
  }
  return element as T;
}

type Attributes = Record<string, string | number | boolean>;

/** A new element. An attribute that is `false` is left out; `class` and the rest are set as they are named. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) {
      made.setAttribute(key, value === true ? "" : String(value));
    }
  }
  made.append(...children);
  return made;
}

/** Changes the text of an element where it is another one: an unchanged one costs no layout. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** A link to where a message says, or null for what no link may lead to: scripts, data, another scheme. */
export function safeHref(address: string): string | null {
  try {
    const url = new URL(address, document.baseURI);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Puts `rows` into a table's body or a list, using the elements that stand there already. */
export function fill<T, E extends Element>(
  parent: Element,
  items: readonly T[],
  make: () => E,
  show: (element: E, item: T) => void,
): void {
  items.forEach((item, index) => {
    let child = parent.children[index] as E | undefined;
    if (!child) {
      child = make();
      parent.append(child);
    }
    show(child, item);
  });
  while (parent.children.length > items.length) {
    parent.lastElementChild?.remove();
  }
}

/** A row whose cells have these classes, to be used with {@link fill} and {@link setCells}. */
export function row(...classes: string[]): HTMLTableRowElement {
  return element("tr", {}, ...classes.map((each) => element("td", each ? { class: each } : {})));
}

export function setCells(target: HTMLTableRowElement, ...texts: string[]): void {
  texts.forEach((text, index) => {
    const cell = target.cells[index];
    if (cell) {
      setText(cell, text);
      cell.title = cell.classList.contains("text") || cell.classList.contains("id") ? text : "";
    }
  });
}
