import { installCrds } from "../../test/cluster/installCrds.ts";
import type { ControlPlane } from "../../test/cluster/controlPlane.ts";
import type { PastSeries, RealPrometheus } from "../../test/cluster/prometheus.ts";
import { namespaceManifest, ownManifest } from "../../test/cluster/manifests.ts";
import { placeholderPriorityClass, sampleDeployment, sampleHpa } from "../../test/cluster/samples.ts";
import { waitFor } from "../../test/cluster/waitFor.ts";
import { type CsvSeries, valueAt } from "./csvSeries.ts";
import { type Cut, DAY, type FloorWindow, LONGEST_HISTORY, MINUTE } from "./judge.ts";

const OWN = "/apis/headstart.dev/v1alpha1";
/** Replicas that the largest demand in the history needs, without headroom. */
const PEAK_REPLICAS = 60;
/** A first fit of a month reads thousands of samples and may have to wait for its turn. */
const PATIENCE = 600_000;

/** One series at its cuts; each becomes an autoscaler of its own, and all read the one history. */
export interface Job {
  readonly series: CsvSeries;
  /** Ascending; the last one's cutoff is now. */
  readonly cuts: readonly Cut[];
  /** Seconds that are added to the series' time. */
  readonly shift: number;
}

/** What the controller planned at one cut, in the series' own time. */
export interface Planned {
  readonly windows: readonly FloorWindow[];
  /** Method and tier of the forecast, as the status tells. */
  readonly forecast: string;
}

/** Samples before the last cutoff as Prometheus would have them: one a minute, moved so that this cutoff is now. */
export function historyOf({ series, cuts, shift }: Job): PastSeries {
  const [first, last] = [cuts[0]?.cutoff ?? 0, cuts.at(-1)?.cutoff ?? 0];
  const from = Math.max(series.times[0] ?? 0, first - LONGEST_HISTORY);
  const samples: (readonly [number, number])[] = [];
  for (let at = Math.ceil(from / MINUTE) * MINUTE; at < last; at += MINUTE) {
    const value = valueAt(series, at);
    if (value !== undefined) samples.push([at + shift, value]);
  }
  return { metric: metricOf(series.name), samples };
}

function metricOf(name: string): string {
  return `job_${name.replace(/[^a-z0-9]+/g, "_")}`;
}

/** Kinds, nodes and what every job shares. */
export async function prepare(plane: ControlPlane): Promise<void> {
  await installCrds(plane);
  await plane.addNodes(8, { cpu: "128", memory: "512Gi", pods: "500" });
  await plane.create("/apis/scheduling.k8s.io/v1/priorityclasses", placeholderPriorityClass());
}

/** The objects of one job: each cut in a namespace of its own, since a policy's budget is per namespace. */
export async function post(plane: ControlPlane, prometheus: RealPrometheus, job: Job): Promise<void> {
  const past = [...historyOf(job).samples].map(([, value]) => value);
  const metric = metricOf(job.series.name);
  prometheus.set(metric, past.at(-1) ?? 0);
  const perReplica = (Math.max(...past) / PEAK_REPLICAS).toFixed(6);
  for (const cut of job.cuts) {
    // Where history ends and scraping begins both series are there for a moment: it is one demand.
    const offset = cut.offsetDays === 0 ? "" : ` offset ${cut.offsetDays}d`;
    const query = `max(${metric}${offset})`;
    await postCut(plane, nameOf(job, cut), { perReplica, signals: [{ name: "all", query }] });
  }
}

function nameOf({ series }: Job, { offsetDays }: Cut): string {
  return `${series.name}-${offsetDays}`;
}

async function postCut(plane: ControlPlane, name: string, demand: object): Promise<void> {
  const namespace = name;
  const spec = { scaleTargetRef: { name }, demand, startup: { leadTime: "1m" } };
  const [space, own] = [namespaceManifest(name), ownManifest("PredictiveAutoscaler", { namespace, name }, spec)];
  await plane.create(space.path, space.object);
  await plane.create(
    `/apis/apps/v1/namespaces/${namespace}/deployments`,
    sampleDeployment({ namespace, name, startup: "20s", replicas: 1, requests: { cpu: "100m" } }),
  );
  await plane.create(
    `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`,
    sampleHpa({ namespace, name, min: 1, max: 200, perReplica: 25 }),
  );
  await plane.create(own.path, own.object);
}

/** Waits for the plan that the controller writes, and reads it as anybody would: from the CronHPA. */
export async function planned(plane: ControlPlane, job: Job, cut: Cut): Promise<Planned> {
  const name = nameOf(job, cut);
  const path = `${OWN}/namespaces/${name}`;
  const status = await waitFor(
    `the forecast of ${name}`,
    async () => {
      const found = await plane.get(`${path}/predictiveautoscalers/${name}`);
      return found?.status?.["forecast"] as { readonly method: string; readonly tier: string } | undefined;
    },
    PATIENCE,
  );
  const windows = ((await plane.get(`${path}/cronhpas/${name}-plan`))?.spec.windows ?? []) as readonly RawWindow[];
  const back = job.shift + cut.offsetDays * DAY;
  return {
    windows: windows.map(({ start, end, minReplicas }) => ({
      start: Date.parse(start) / 1000 - back,
      end: Date.parse(end) / 1000 - back,
      minReplicas,
    })),
    forecast: `${status.method}, ${status.tier}`,
  };
}

interface RawWindow {
  readonly start: string;
  readonly end: string;
  readonly minReplicas: number;
}
