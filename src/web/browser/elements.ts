/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

type Child = Node | string;

/** Makes an element; words go in as text, never as markup, so that no name of an object can become part of the page. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @throws when the page has no such element: its HTML and its program are of different versions */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

/** Fills an element anew, but only when what it shows has changed: focus and selection of the reader stay. */
export function fill(parent: HTMLElement, shown: unknown, children: () => readonly Child[]): void {
  const key = JSON.stringify(shown);
  if (parent.dataset["shown"] === key) return;
  parent.dataset["shown"] = key;
  parent.replaceChildren(...children());
}
