/** Who leads, by process of the world, as told by whoever gives the lease away; not as the processes think of it. */
export interface Leaders {
  /** The next one of this process leads from now on, and none before it. */
  elected(index: number): number;
  /** A write of the one with this number has been done. */
  wrote(index: number, number: number): void;
}

/** §3.14: of two that have led after each other, the first never writes once the second leads. */
export function leadersOf(report: (what: string) => void): Leaders {
  const newest = new Map<number, number>();
  const told = new Set<string>();
  return {
    elected(index) {
      const number = (newest.get(index) ?? 0) + 1;
      newest.set(index, number);
      return number;
    },
    wrote(index, number) {
      const leading = newest.get(index) ?? 0;
      const both = `${index} ${number}`;
      if (number === leading || told.has(both)) return;
      told.add(both);
      report(`§3.14: number ${number} of process ${index} wrote, and number ${leading} leads`);
    },
  };
}
