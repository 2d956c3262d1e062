import type { ObjectKey } from "../../api/metadata.ts";
import type { Board } from "../../controllers/board.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { Change } from "../../web/recording.ts";

/** Follows the minimum of one HPA, and finds for each change what the controllers said of it. */
export function floorChanges(cluster: Cluster, key: ObjectKey, board: () => Board | undefined) {
  let noticed: { readonly from: number; readonly to: number }[] = [];
  cluster.subscribe("HorizontalPodAutoscaler", ({ name, namespace }, before, after) => {
    if (name !== key.name || namespace !== key.namespace) return;
    const [from, to] = [before?.spec.minReplicas ?? 1, after?.spec.minReplicas ?? 1];
    if (before !== undefined && from !== to) noticed.push({ from, to });
  });
  return {
    /** What changed since it was asked last. */
    taken(at: number): readonly Change[] {
      const deeds = board()?.deeds() ?? [];
      const changes = noticed.map(({ from, to }) => {
        const said = deeds.findLast(({ text }) => text.startsWith(`minReplicas ${from} → ${to}`));
        return { at, from, to, reason: reasonIn(said?.text) };
      });
      noticed = [];
      return changes;
    },
  };
}

/** `minReplicas 4 → 120: campaign vision/double-eleven asks for 120` */
function reasonIn(text: string | undefined): string {
  return text === undefined ? "somebody else wrote it" : text.slice(text.indexOf(":") + 1).trim();
}
