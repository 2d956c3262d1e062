const LONGEST_WAIT = 120_000;

/** Waits for a state of the cluster; @throws when it does not come within two minutes */
export async function until(what: string, reached: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + LONGEST_WAIT;
  while (!(await reached())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${LONGEST_WAIT / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
