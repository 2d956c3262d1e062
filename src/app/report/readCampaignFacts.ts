import type { KubeConnection } from "../../adapters/kubernetes/kubeConnection.ts";
import { collectionPath, objectPath, RESOURCES } from "../../adapters/kubernetes/resources.ts";
import type { CampaignInput, CampaignStatus } from "../../api/campaign.ts";
import type { ObjectKey } from "../../api/metadata.ts";
import type { RawObject } from "../../ports/cluster.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { listAll } from "../listAll.ts";
import type { CampaignFacts, SeenEvent } from "./campaignFacts.ts";

const EVENTS = { apiVersion: "events.k8s.io/v1", plural: "events", namespaced: true };

interface Autoscaler {
  readonly spec?: {
    readonly scaleTargetRef?: { readonly name?: string };
    readonly actuation?: { readonly name?: string };
  };
}

interface Hpa {
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly scaleTargetRef?: { readonly name?: string } };
}

interface RawEvent {
  readonly reason?: string;
  readonly note?: string;
  readonly eventTime?: string | null;
  readonly metadata: { readonly creationTimestamp?: string };
  readonly regarding?: { readonly kind?: string; readonly name?: string };
  readonly series?: { readonly lastObservedTime?: string } | null;
}

/** What the cluster still records about a campaign; what may not be read is left out. */
export async function readCampaignFacts(connection: KubeConnection, campaign: RawObject): Promise<CampaignFacts> {
  const { namespace, name } = campaign.metadata;
  const status = (campaign.status ?? {}) as CampaignStatus;
  const names = (status.targets ?? []).map((target) => target.name);
  const [hpas, events] = await Promise.all([
    listAll<Hpa>(connection, collectionPath(RESOURCES.HorizontalPodAutoscaler, namespace)),
    listAll<RawEvent>(connection, collectionPath(EVENTS, namespace), "reportingController=headstart.dev/controller"),
  ]);
  const carriers = await Promise.all(
    names.map(
      async (target) => [target, await carriersOf(connection, { namespace, name: target }, hpas ?? [])] as const,
    ),
  );
  return {
    namespace,
    name,
    spec: (campaign.spec ?? {}) as Partial<CampaignInput>,
    status,
    carriers: new Map(carriers),
    events: events?.flatMap(seen).toSorted((a, b) => a.first - b.first),
  };
}

/** Where the floor of a target is written: the HPA it names, or those of its workload, or the workload itself. */
async function carriersOf(
  connection: KubeConnection,
  key: ObjectKey,
  hpas: readonly Hpa[],
): Promise<readonly string[]> {
  const { status, body } = await connection.call("GET", objectPath("PredictiveAutoscaler", key));
  const workload = (status === 200 ? (body as Autoscaler).spec?.scaleTargetRef?.name : undefined) ?? key.name;
  const named = status === 200 ? (body as Autoscaler).spec?.actuation?.name : undefined;
  const ofWorkload = hpas
    .filter(({ spec }) => spec?.scaleTargetRef?.name === workload)
    .map(({ metadata }) => metadata.name);
  return [...new Set([...(named === undefined ? [] : [named]), ...ofWorkload, workload])];
}

function seen({ reason, note, eventTime, metadata, regarding, series }: RawEvent): readonly SeenEvent[] {
  const first = timeOf(eventTime ?? metadata.creationTimestamp);
  if (reason === undefined || first === undefined) return [];
  const last = timeOf(series?.lastObservedTime) ?? first;
  return [{ kind: regarding?.kind ?? "", name: regarding?.name ?? "", reason, note: note ?? "", first, last }];
}

/** Of a MicroTime, to the millisecond. */
function timeOf(text: string | undefined): Instant | undefined {
  const at = Date.parse(text ?? "");
  return Number.isFinite(at) ? instant(at) : undefined;
}
