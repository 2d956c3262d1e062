const BAR_WIDTH = 30;

/** A bar on a terminal; silent where nobody watches. */
export function progressOn(stream: NodeJS.WriteStream, what: string): (done: number, all: number) => void {
  if (!stream.isTTY) return () => undefined;
  return (done, all) => {
    const filled = Math.round((BAR_WIDTH * done) / all);
    stream.write(`\r${"█".repeat(filled)}${"·".repeat(BAR_WIDTH - filled)} ${done} of ${all} ${what}`);
    if (done === all) stream.write("\n");
  };
}
