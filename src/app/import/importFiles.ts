import type { CampaignInput } from "../../api/campaign.ts";
import { parseObject } from "../../api/parse.ts";
import type { RawObject } from "../../ports/cluster.ts";
import { describeFailure } from "../../units/failure.ts";
import type { Instant } from "../../units/instant.ts";
import { localTime } from "../../units/zone.ts";
import { calendarCampaigns } from "./calendarCampaigns.ts";
import { cronAutoscaler, type Foreign, type Reference } from "./cronAutoscalers.ts";
import { isICalendar } from "./icalendar.ts";
import { type Imported, type LeftOut, NOTHING, together } from "./imported.ts";
import { scaledObject } from "./scaledObject.ts";

export interface ImportFile {
  readonly path: string;
  readonly text: string;
  /** The documents of a YAML or JSON text; empty for a calendar. */
  readonly documents: readonly unknown[];
}

export interface ImportWish {
  readonly namespace: string;
  /** Of schedules and events that name none. */
  readonly zone: string | undefined;
  /** What each event of a calendar means. */
  readonly targets: CampaignInput["targets"];
  readonly now: Instant;
}

/** All that the files hold of others' schedules and calendars, as objects of ours that `validate` accepts. */
export function importFiles(files: readonly ImportFile[], wish: ImportWish): Imported {
  const foreign = files.flatMap(({ documents }) => documents.flatMap(itemsOf)).flatMap((raw) => read(raw, wish));
  const calendars = files.filter(({ text }) => isICalendar(text));
  const parts = [
    ...foreign.map((each) => carried(each, foreign, wish)),
    ...calendars.map(({ path, text }) => calendarPart(path, text, wish)),
  ];
  return checked(together(parts));
}

function itemsOf(document: unknown): readonly unknown[] {
  const { kind, items } = (document ?? {}) as { readonly kind?: unknown; readonly items?: unknown };
  return typeof kind === "string" && kind.endsWith("List") && Array.isArray(items) ? (items as unknown[]) : [document];
}

function read(raw: unknown, { namespace }: ImportWish): readonly Foreign[] {
  const { kind, metadata, spec } = (raw ?? {}) as {
    readonly kind?: unknown;
    readonly metadata?: { readonly name?: unknown; readonly namespace?: unknown };
    readonly spec?: unknown;
  };
  if (typeof kind !== "string" || typeof metadata?.name !== "string") return [];
  const key = { namespace: String(metadata.namespace ?? namespace), name: metadata.name };
  return [{ kind, key, spec: (typeof spec === "object" && spec !== null ? spec : {}) as Foreign["spec"] }];
}

function carried(document: Foreign, all: readonly Foreign[], { zone, now }: ImportWish): Imported {
  const { kind, key } = document;
  if (kind === "ScaledObject") return scaledObject(document);
  if (!/^(CronHorizontalPodAutoscaler|HorizontalPodCron[Ss]caler)$/.test(kind)) return NOTHING;
  if (zone === undefined) {
    const what = `${kind} ${key.namespace}/${key.name}`;
    const why = "it names no time zone: its controller took its own clock";
    return { ...NOTHING, left: [{ what, why, remedy: "give --zone, such as --zone Asia/Shanghai" }] };
  }
  const workloadOf = (hpa: Foreign["key"]) =>
    all.find(
      (each) =>
        each.kind === "HorizontalPodAutoscaler" && each.key.name === hpa.name && each.key.namespace === hpa.namespace,
    )?.spec["scaleTargetRef"] as Reference | undefined;
  return cronAutoscaler(document, { zone, workloadOf, year: localTime(zone, now).year });
}

function calendarPart(path: string, text: string, { targets, ...setting }: ImportWish): Imported {
  if (targets.length > 0) return calendarCampaigns(text, { ...setting, targets });
  const why = "a calendar does not say which autoscalers its events concern, nor how much";
  return { ...NOTHING, left: [{ what: path, why, remedy: "give --target, such as --target face-fusion=replicas:80" }] };
}

/** What would be refused at the door is not handed out as if it were carried over. */
function checked({ objects, left, notes }: Imported): Imported {
  const good: RawObject[] = [];
  const bad: LeftOut[] = [];
  for (const object of objects) {
    const parsed = parseObject(object);
    if (parsed.ok) good.push(object);
    else {
      const { kind, metadata } = object;
      const [first] = parsed.failure;
      const why = first === undefined ? "it is not valid" : describeFailure(first).replace(/; until then .*$/, "");
      bad.push({ what: `${kind} ${metadata.namespace}/${metadata.name}`, why, remedy: "write it by hand" });
    }
  }
  return { objects: good, left: [...left, ...bad], notes };
}
