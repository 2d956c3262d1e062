import { Command, Option } from "commander";
import { connectKube, type KubeConnection } from "../adapters/kubernetes/kubeConnection.ts";
import { collectionPath, objectPath, type Resource, RESOURCES } from "../adapters/kubernetes/resources.ts";
import type { Json } from "../adapters/kubernetes/transforms.ts";
import { failureOfAnswer } from "../adapters/kubernetes/writeFailure.ts";
import type { ObjectKey } from "../api/metadata.ts";
import { examineWorkload } from "../app/examineWorkload.ts";
import { describeFailure, type Failure } from "../units/failure.ts";
import { EXIT, Stop } from "./fail.ts";
import { keyOf, kubeAccessOf, kubeOptions, type NamespaceFlags, namespaceOption } from "./kubeFlags.ts";

interface DoctorFlags extends NamespaceFlags {
  readonly output: "table" | "json";
}

/** `headstart doctor TARGET`: exit 3 with findings. */
export function doctorCommand(): Command {
  const command = new Command("doctor")
    .description("what would make scaling this workload fail or hurt, with the remedy of each; nothing is written")
    .argument("<target>", "a Deployment or StatefulSet, as NAME or NAMESPACE/NAME")
    .addOption(
      new Option("-o, --output <format>", "how findings are written").choices(["table", "json"]).default("table"),
    );
  kubeOptions(namespaceOption(command, "of the workload"));
  return command.action(async (text: string, flags: DoctorFlags) => {
    const key = keyOf(text, flags);
    const connection = await connectKube(kubeAccessOf(flags, "doctor"));
    try {
      const findings = await examine(connection, key);
      process.stdout.write(flags.output === "json" ? `${JSON.stringify({ findings }, null, 2)}\n` : asLines(findings));
      process.exitCode = findings.length > 0 ? EXIT.findings : EXIT.fine;
    } finally {
      await connection.close();
    }
  });
}

async function examine(connection: KubeConnection, key: ObjectKey): Promise<readonly Failure[]> {
  const { namespace } = key;
  const allOf = (resource: Resource) => items(connection, collectionPath(resource, namespace));
  const [workload, autoscalers, budgets, quotas, limitRanges] = await Promise.all([
    workloadOf(connection, key),
    allOf(RESOURCES.HorizontalPodAutoscaler),
    allOf({ apiVersion: "policy/v1", plural: "poddisruptionbudgets", namespaced: true }),
    allOf(RESOURCES.ResourceQuota),
    allOf({ apiVersion: "v1", plural: "limitranges", namespaced: true }),
  ]);
  return examineWorkload({ workload, autoscalers, budgets, quotas, limitRanges });
}

const WORKLOADS = ["Deployment", "StatefulSet"] as const;

/** Of the name, whichever of both it is. */
async function workloadOf(connection: KubeConnection, key: ObjectKey): Promise<Json> {
  for (const kind of WORKLOADS) {
    const { status, body } = await connection.call("GET", objectPath(kind, key));
    if (status === 200) return { kind, ...(body as object) };
    if (status !== 404)
      throw new Stop({ ...failureOfAnswer(status, `read ${kind} ${key.name}`, body), remedy: REMEDY });
  }
  const message = `there is no ${WORKLOADS.join(" and no ")} ${key.name} in namespace ${key.namespace}`;
  throw new Stop({ code: "NotFound", message, remedy: REMEDY });
}

const REMEDY = "give a workload that exists and may be read, by -n or as NAMESPACE/NAME";

async function read(connection: KubeConnection, what: string, path: string): Promise<Json> {
  const { status, body } = await connection.call("GET", path);
  if (status === 200) return body;
  throw new Stop({ ...failureOfAnswer(status, `read ${what}`, body), remedy: REMEDY });
}

async function items(connection: KubeConnection, path: string): Promise<readonly Json[]> {
  const list = await read(connection, path, `${path}?limit=1000`);
  return list.items ?? [];
}

function asLines(findings: readonly Failure[]): string {
  if (findings.length === 0) return "nothing stands in the way\n";
  return findings.map((finding) => `${finding.code}: ${describeFailure(finding)}\n`).join("");
}
