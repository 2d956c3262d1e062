import type { KubeConnection } from "../adapters/kubernetes/kubeConnection.ts";

const PAGE = 500;
/** Further than this many pages nobody reads on. */
const MOST_PAGES = 40;

interface Listed<T> {
  readonly items?: readonly T[];
  readonly metadata?: { readonly continue?: string };
}

/**
 * All objects of a collection, page by page.
 * @returns undefined when the list may not be read
 * @throws Error when the API server answers anything else than the list
 */
export async function listAll<T>(
  connection: KubeConnection,
  path: string,
  selector = "",
): Promise<readonly T[] | undefined> {
  const all: T[] = [];
  let token = "";
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: String(PAGE) });
    if (selector !== "") query.set("fieldSelector", selector);
    if (token !== "") query.set("continue", token);
    const { status, body } = await connection.call("GET", `${path}?${query.toString()}`);
    if (status === 401 || status === 403) return undefined;
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    const { items = [], metadata } = body as Listed<T>;
    all.push(...items);
    token = metadata?.continue ?? "";
    if (token === "") break;
  }
  return all;
}
