import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { yamlDocuments } from "../../adapters/files/yamlDocuments.ts";
import { API_VERSION } from "../../api/metadata.ts";
import { parseObject } from "../../api/parse.ts";
import type { OwnObject } from "../../twin/state.ts";
import { describeFailure, type Failure } from "../../units/failure.ts";
import { failed, type Result, success } from "../../units/result.ts";
import type { Mishap, Story } from "./story.ts";
import { type StoryFields, storyFields } from "./storyFields.ts";

/** Reads `objects.yaml` and `story.yaml` of a folder; never throws for what is written in them. */
export function readStory(folder: string): Result<Story, Failure> {
  const [objectsFile, storyFile] = [join(folder, "objects.yaml"), join(folder, "story.yaml")];
  const missing = [objectsFile, storyFile].find((file) => !existsSync(file));
  if (missing !== undefined) return failed(noStory(missing));
  const objects = readObjects(readFileSync(objectsFile, "utf8"));
  if (!objects.ok) return objects;
  const [document] = yamlDocuments(readFileSync(storyFile, "utf8"));
  const [error] = document?.errors ?? [];
  if (error !== undefined) return failed(badStory(`line ${error.line}: ${error.message}`));
  const fields = storyFields(document?.value);
  const story = storyOf(fields, objects.value);
  const wrong = [...fields.failures.map(describeFailure), ...contradictions(story)];
  return wrong.length === 0 ? success(story) : failed(badStory(wrong.join("; ")));
}

/** The objects of our kinds, as they would be applied. */
export function readObjects(text: string): Result<readonly OwnObject[], Failure> {
  const objects: OwnObject[] = [];
  for (const { value, errors } of yamlDocuments(text)) {
    const [error] = errors;
    if (error !== undefined) return failed(badStory(`objects.yaml line ${error.line}: ${error.message}`));
    const parsed = parseObject(value);
    if (!parsed.ok) return failed(badStory(`objects.yaml: ${parsed.failure.map(describeFailure).join("; ")}`));
    const { kind, metadata } = parsed.value;
    objects.push({ apiVersion: API_VERSION, kind, metadata, spec: (value as { readonly spec?: unknown }).spec });
  }
  return success(objects);
}

function storyOf(read: StoryFields, objects: readonly OwnObject[]): Story {
  return {
    title: read.text("title"),
    start: read.instant("start"),
    end: read.instant("end"),
    timeZone: read.text("timeZone"),
    seed: read.number("seed"),
    demandUnit: read.text("demandUnit"),
    deployment: {
      namespace: read.text("deployment.namespace"),
      name: read.text("deployment.name"),
      requests: amounts(read, "deployment.requests"),
      readyAfter: read.duration("deployment.readyAfter"),
    },
    autoscaler: {
      minReplicas: read.number("autoscaler.minReplicas"),
      maxReplicas: read.number("autoscaler.maxReplicas"),
      averageValue: read.number("autoscaler.averageValue"),
    },
    nodes: {
      allocatable: { ...amounts(read, "nodes"), pods: 110 },
      atStart: read.number("nodes.atStart"),
      most: read.number("nodes.most"),
      readyAfter: read.duration("nodes.readyAfter"),
    },
    demand: demandOf(read),
    promises: promisesOf(read),
    mishaps: Array.from({ length: read.length("mishaps") }, (_, index) => mishapOf(read, index)),
    objects,
  };
}

function amounts(read: StoryFields, path: string) {
  return { cpu: read.number(`${path}.cpu`), memory: read.number(`${path}.memoryGiB`) * 2 ** 30 };
}

function demandOf(read: StoryFields): Story["demand"] {
  return {
    hours: {
      day: read.number("demand.hours.day"),
      evening: read.number("demand.hours.evening"),
      night: read.number("demand.hours.night"),
    },
    night: read.number("demand.night"),
    day: read.number("demand.day"),
    evening: read.number("demand.evening"),
    noisePercent: read.number("demand.noisePercent"),
    campaign: read.number("demand.campaign"),
  };
}

function promisesOf(read: StoryFields): Story["promises"] {
  return {
    learnedPeak: {
      start: read.instant("promises.learnedPeak.start"),
      replicas: read.number("promises.learnedPeak.replicas"),
    },
    campaign: {
      name: read.text("promises.campaign.name"),
      readyBy: read.instant("promises.campaign.readyBy"),
      replicas: read.number("promises.campaign.replicas"),
    },
    givenBackBy: read.instant("promises.givenBackBy"),
  };
}

function mishapOf(read: StoryFields, index: number): Mishap {
  return { at: read.instant(`mishaps.${index}.at`), what: read.text(`mishaps.${index}.what`) as Mishap["what"] };
}

const MISHAPS: readonly Mishap["what"][] = ["controllers stop", "controllers start", "autoscaler is suspended"];
const LONGEST = 72 * 3_600_000;

/** What no single field shows. */
function contradictions({ start, end, objects, promises, deployment, mishaps }: Story): readonly string[] {
  const has = (kind: OwnObject["kind"], name: string) =>
    objects.some((object) => object.kind === kind && object.metadata.name === name);
  const unknown = mishaps.filter(({ what }) => !MISHAPS.includes(what));
  return [
    ...(end > start && end - start <= LONGEST ? [] : ["end must be after start, by at most 72 h"]),
    ...(has("PredictiveAutoscaler", deployment.name)
      ? []
      : [`objects.yaml has no PredictiveAutoscaler ${deployment.name}`]),
    ...(has("Campaign", promises.campaign.name) ? [] : [`objects.yaml has no Campaign ${promises.campaign.name}`]),
    ...unknown.map(({ what }) => `mishaps: "${what}" is none of ${MISHAPS.join(", ")}`),
  ];
}

function noStory(file: string): Failure {
  return {
    code: "NoStory",
    message: `there is no ${file}`,
    remedy: "name a folder that holds objects.yaml and story.yaml, such as double-eleven",
  };
}

function badStory(message: string): Failure {
  return { code: "BadStory", message, remedy: "correct the story; until then it cannot be played" };
}
