import type { Rendered } from "./helm.ts";

/** `patch autoscaling/horizontalpodautoscalers`: one verb on one resource of one group. */
export type Permission = string;

export const PARTS = ["planner", "enforcer", "restore"] as const;
export type Part = (typeof PARTS)[number];

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export function permission(verb: string, group: string, resource: string): Permission {
  return `${verb} ${group === "" ? "core" : group}/${resource}`;
}

/** What the rendered roles grant to the service account of one part, every binding followed. */
export function grantedTo(part: Part, rendered: readonly Rendered[], release: string): ReadonlySet<Permission> {
  const rules = rendered
    .filter(({ kind }) => kind === "RoleBinding" || kind === "ClusterRoleBinding")
    .filter(({ subjects }) => (subjects as { name: string }[]).some(({ name }) => name === `${release}-${part}`))
    .flatMap(({ metadata, roleRef }) =>
      rendered.filter(
        (role) =>
          role.kind === roleRef.kind &&
          role.metadata.name === roleRef.name &&
          (role.kind === "ClusterRole" || role.metadata.namespace === metadata.namespace),
      ),
    )
    .flatMap(({ rules: of }) => of as Rule[]);
  return new Set(
    rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => verbs.map((verb) => permission(verb, group, resource))),
      ),
    ),
  );
}

/** The README's table: a row for each set of resources that are granted alike, as Markdown. */
export function rulesTable(granted: Readonly<Record<Part, ReadonlySet<Permission>>>): string {
  const all = new Set(PARTS.flatMap((part) => [...granted[part]]));
  const resources = [...new Set([...all].map((each) => each.split(" ")[1] ?? ""))].toSorted();
  const cells = (resource: string) =>
    PARTS.map((part) => VERBS.filter((verb) => granted[part].has(`${verb} ${resource}`)).join(", ") || "–");
  const rows = new Map<string, string[]>();
  for (const resource of resources) {
    const [group = ""] = resource.split("/");
    const like = `${group} | ${cells(resource).join(" | ")}`;
    rows.set(like, [...(rows.get(like) ?? []), resource.slice(group.length + 1)]);
  }
  const lines = [...rows].map(([like, names]) => `| ${names.join(", ")} | ${like} |`);
  return ["| resources | group | planner | enforcer | restore |", "| --- | --- | --- | --- | --- |", ...lines].join(
    "\n",
  );
}

const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete"];
