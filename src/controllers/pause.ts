import { type Condition, PAUSE_ANNOTATION } from "../api/metadata.ts";
import type { Cluster } from "../ports/cluster.ts";

/** `freeze`: floors stay, nothing is written; `release`: they are given back in steps; undefined: all goes on. */
export type Pause = "freeze" | "release" | undefined;

/** What somebody wrote on the namespace; anything else there is no wish. */
export function pauseOf(cluster: Cluster, namespace: string): Pause {
  const written = cluster.get("Namespace", { namespace: "", name: namespace })?.metadata.annotations?.[
    PAUSE_ANNOTATION
  ];
  return written === "freeze" || written === "release" ? written : undefined;
}

/** The same words in every condition and Event; `headstart pause` knows by them that it was heeded. */
export function pausedWords(pause: "freeze" | "release"): string {
  return `the namespace is paused: ${pause}`;
}

/** The wish that a condition `Ready` says is carried out; undefined where it says of none. */
export function heededPause(ready: Condition | undefined): Pause {
  if (ready?.reason !== "Paused") return undefined;
  return (["freeze", "release"] as const).find((pause) => ready.message.includes(pausedWords(pause)));
}
