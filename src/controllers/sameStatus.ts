/** Whether the status says already what would be written; absent and undefined fields are the same. */
export function sameStatus(written: unknown, wanted: unknown): boolean {
  return canonical(written) === canonical(wanted);
}

function canonical(value: unknown): string {
  return JSON.stringify(value ?? {}, (_, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
