import type { ObjectKey } from "../../api/metadata.ts";

interface Named {
  readonly metadata: ObjectKey & { readonly resourceVersion?: string };
}
export type Listener<T> = (key: ObjectKey, before: T | undefined, after: T | undefined) => void;

/** The local copy of one kind, by namespace; a reflector keeps it, controllers read it. */
export class ObjectView<T extends Named> {
  readonly #namespaces = new Map<string, Map<string, T>>();
  readonly #listeners = new Set<Listener<T>>();

  get(key: ObjectKey): T | undefined {
    return this.#namespaces.get(key.namespace)?.get(key.name);
  }

  list(namespace?: string): readonly T[] {
    if (namespace !== undefined) return [...(this.#namespaces.get(namespace)?.values() ?? [])];
    return [...this.#namespaces.values()].flatMap((objects) => [...objects.values()]);
  }

  subscribe(listener: Listener<T>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  put(object: T): void {
    const key = keyOf(object);
    const objects = this.#namespaces.get(key.namespace) ?? new Map<string, T>();
    const before = objects.get(key.name);
    this.#namespaces.set(key.namespace, objects.set(key.name, object));
    // A relist brings everything again: what did not change is no news.
    if (before?.metadata.resourceVersion !== object.metadata.resourceVersion) this.#tell(key, before, object);
  }

  remove(key: ObjectKey): void {
    const objects = this.#namespaces.get(key.namespace);
    const before = objects?.get(key.name);
    if (objects === undefined || before === undefined) return;
    objects.delete(key.name);
    if (objects.size === 0) this.#namespaces.delete(key.namespace);
    this.#tell(key, before, undefined);
  }

  /** Puts all of a relist, and removes what it no longer holds; `scope` is the namespace listed, undefined for all. */
  replace(objects: readonly T[], scope: string | undefined): void {
    const present = new Set(objects.map((object) => textOf(keyOf(object))));
    const gone = this.list(scope)
      .map(keyOf)
      .filter((key) => !present.has(textOf(key)));
    for (const key of gone) this.remove(key);
    for (const object of objects) this.put(object);
  }

  #tell(key: ObjectKey, before: T | undefined, after: T | undefined): void {
    for (const listener of this.#listeners) listener(key, before, after);
  }
}

function keyOf({ metadata }: Named): ObjectKey {
  return { namespace: metadata.namespace, name: metadata.name };
}

function textOf({ namespace, name }: ObjectKey): string {
  return `${namespace}/${name}`;
}
