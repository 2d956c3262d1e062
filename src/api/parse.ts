import { z } from "zod";
import type { Failure } from "../units/failure.ts";
import { failed, type Result, success } from "../units/result.ts";
import { type Campaign, campaignSpec, campaignStatus } from "./campaign.ts";
import { campaignFindings } from "./campaignFindings.ts";
import { type CronHpa, cronHpaSpec, cronHpaStatus } from "./cronHpa.ts";
import { objectName } from "./fields.ts";
import { failureAt, type Finding, quoteAnything, UNTIL_THEN } from "./finding.ts";
import { API_VERSION, type ObjectMeta } from "./metadata.ts";
import {
  type PredictiveAutoscaler,
  predictiveAutoscalerSpec,
  predictiveAutoscalerStatus,
} from "./predictiveAutoscaler.ts";
import { type ScalingPolicy, scalingPolicySpec, scalingPolicyStatus } from "./scalingPolicy.ts";
import { schemaFindings } from "./schemaFindings.ts";
import {
  cronHpaFindings,
  predictiveAutoscalerFindings,
  scalingPolicyFindings,
  warmPoolFindings,
} from "./specFindings.ts";
import { type WarmPool, warmPoolSpec, warmPoolStatus } from "./warmPool.ts";

export type OwnObject = PredictiveAutoscaler | Campaign | CronHpa | WarmPool | ScalingPolicy;
export type Kind = OwnObject["kind"];

interface KindParser {
  readonly spec: z.ZodType;
  readonly status: z.ZodType;
  readonly findings: (spec: never) => readonly Finding[];
  /** A pool's name becomes a label's value (63), and an autoscaler's name + "-plan" a pool's name. */
  readonly longestName: number;
}

const PARSERS: Readonly<Record<Kind, KindParser>> = {
  PredictiveAutoscaler: {
    spec: predictiveAutoscalerSpec,
    status: predictiveAutoscalerStatus,
    findings: predictiveAutoscalerFindings,
    longestName: 58,
  },
  Campaign: { spec: campaignSpec, status: campaignStatus, findings: campaignFindings, longestName: 253 },
  CronHPA: { spec: cronHpaSpec, status: cronHpaStatus, findings: cronHpaFindings, longestName: 253 },
  WarmPool: { spec: warmPoolSpec, status: warmPoolStatus, findings: warmPoolFindings, longestName: 63 },
  ScalingPolicy: {
    spec: scalingPolicySpec,
    status: scalingPolicyStatus,
    findings: scalingPolicyFindings,
    longestName: 253,
  },
};

export const KINDS = Object.keys(PARSERS) as readonly Kind[];

/** More than this of one object teaches nobody anything. */
const MOST_FAILURES = 20;

/**
 * The only door through which an object of ours comes in, from the API server or from a file.
 * Never throws; fields that no schema knows are left out. A status that cannot be read is left out too: it is our own
 * writing, and is written anew.
 * @returns the object with its defaults, or all that is wrong with it, at most 20 failures
 */
export function parseObject(raw: unknown): Result<OwnObject, readonly Failure[]> {
  const head = envelope.safeParse(raw);
  if (!head.success) return refuse(raw, schemaFindings(head.error.issues, raw));
  const { apiVersion, kind, metadata, spec, status } = head.data;
  const unknown = unknownKind(apiVersion, kind);
  if (unknown !== undefined) return refuse(raw, [unknown]);
  const parser = PARSERS[kind as Kind];
  const parsed = parser.spec.safeParse(spec);
  const wrong = [
    ...nameFindings(metadata.name, parser),
    ...(parsed.success
      ? parser.findings(parsed.data as never).map(inSpec)
      : schemaFindings(
          parsed.error.issues.map((issue) => ({ ...issue, path: ["spec", ...issue.path] })),
          raw,
        )),
  ];
  if (wrong.length > 0) return refuse(raw, wrong);
  const read = readStatus(parser, status);
  const namespace = kind === "ScalingPolicy" ? "" : metadata.namespace || "default";
  const object = { kind, metadata: { ...metadata, namespace } as ObjectMeta, spec: parsed.data };
  return success((read === undefined ? object : { ...object, status: read }) as OwnObject);
}

const texts = z.record(z.string(), z.string());
const envelope = z.object({
  apiVersion: z.string().max(100),
  kind: z.string().max(100),
  metadata: z.looseObject({
    name: objectName,
    namespace: z.string().max(63).optional(),
    labels: texts.optional(),
    annotations: texts.optional(),
  }),
  spec: z.unknown().optional(),
  status: z.unknown().optional(),
});

function unknownKind(apiVersion: string, kind: string): Finding | undefined {
  if (apiVersion !== API_VERSION) {
    const remedy = `write apiVersion: ${API_VERSION}; ${UNTIL_THEN}`;
    return { path: ["apiVersion"], code: "UnknownKind", message: "is not one of ours", remedy };
  }
  if (Object.hasOwn(PARSERS, kind)) return undefined;
  const remedy = `choose one of ${KINDS.join(", ")}; ${UNTIL_THEN}`;
  return { path: ["kind"], code: "UnknownKind", message: "is not a kind of ours", remedy };
}

function nameFindings(name: string, { longestName }: KindParser): readonly Finding[] {
  if (name.length <= longestName) return [];
  const message = `must be at most ${longestName} characters long: pods are labelled with it`;
  const remedy = `choose a shorter name; ${UNTIL_THEN}`;
  return [{ path: ["metadata", "name"], code: "NameTooLong", message, remedy }];
}

function inSpec(finding: Finding): Finding {
  return { ...finding, path: ["spec", ...finding.path] };
}

function refuse(raw: unknown, findings: readonly Finding[]): Result<never, readonly Failure[]> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    const remedy = "write an object with apiVersion, kind, metadata and spec";
    return failed([
      { code: "NoObject", message: "is no Kubernetes object", field: "object", value: quoteAnything(raw), remedy },
    ]);
  }
  return failed(findings.slice(0, MOST_FAILURES).map((finding) => failureAt(raw, finding)));
}

const conditions = z.array(
  z.looseObject({
    type: z.string(),
    status: z.enum(["True", "False", "Unknown"]),
    reason: z.string(),
    message: z.string(),
    lastTransitionTime: z.string(),
  }),
);

function readStatus({ status: schema }: KindParser, status: unknown): object | undefined {
  const read = schema.safeParse(status);
  if (!read.success) return undefined;
  const written = z.object({ conditions }).safeParse(status);
  return written.success ? { ...(read.data as object), conditions: written.data.conditions } : (read.data as object);
}
