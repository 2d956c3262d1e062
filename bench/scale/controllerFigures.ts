/** What a controller's own /metrics say of it. */
export interface ControllerFigures {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  /** Of the event loop since the metrics were read before, in milliseconds. */
  readonly delayP99: number;
  readonly delayMost: number;
  /** Targets that have a plan of this process. */
  readonly planned: number;
  /** Turns that ended, by `controller outcome`. */
  readonly turns: Readonly<Record<string, number>>;
}

export function figuresIn(metrics: string): ControllerFigures {
  const lines = metrics.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const valueOf = (line: string) => Number(line.slice(line.lastIndexOf(" ") + 1));
  const named = (name: string) => lines.filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  const one = (name: string) => named(name).map(valueOf)[0] ?? NaN;
  const turns = named("headstart_turns_total").map((line) => {
    const [, controller = "", outcome = ""] = /controller="(.*?)",outcome="(.*?)"/.exec(line) ?? [];
    return [`${controller} ${outcome}`, valueOf(line)] as const;
  });
  return {
    cpuSeconds: one("headstart_process_cpu_seconds_total"),
    residentBytes: one("headstart_process_resident_memory_bytes"),
    delayP99: one("headstart_nodejs_eventloop_lag_p99_seconds") * 1_000,
    delayMost: one("headstart_nodejs_eventloop_lag_max_seconds") * 1_000,
    planned: named("headstart_look_again_timestamp_seconds").length,
    turns: Object.fromEntries(turns),
  };
}
