import type { TwinWorld } from "../../../src/adapters/twin/twinWorld.ts";
import { FLOOR_ANNOTATION, PAUSE_ANNOTATION } from "../../../src/api/metadata.ts";
import type { Kind } from "../../../src/api/parse.ts";
import { put, stored } from "../../../src/twin/objects.ts";
import type { PatchOperation } from "../../../src/twin/jsonPatch.ts";
import { type Change, deleted, filed, patch, serverSideApply } from "../../../src/twin/writes.ts";
import { formatDuration, type Milliseconds } from "../../../src/units/duration.ts";
import { unreachable } from "../../../src/units/unreachable.ts";
import type { Edit, Writing } from "./acts.ts";
import { GIT } from "./twinOf.ts";
import { NAMESPACE, type World, type WorldTarget } from "./world.ts";

/** What the people of a world last wrote into the fields that we write too; what was refused was not written. */
export interface Wish {
  least: number;
  most: number | undefined;
}

export interface People {
  wishOf(target: string): Wish;
  /** @returns what came of it, for the trace */
  act(edit: Edit): string;
}

export function peopleOf({ targets }: World, world: TwinWorld): People {
  const wishes = new Map<string, Wish>(
    targets.map(({ name, hpa, replicas }) => [name, { least: hpa?.min ?? replicas, most: hpa?.max }]),
  );
  const wishOf = (target: string) => wishes.get(target)!;
  const targetOf = (name: string) => targets.find((target) => target.name === name)!;
  const tried = (change: (state: ReturnType<TwinWorld["state"]>) => Change): boolean => world.attempt(change).ok;

  function writeMinimum(target: WorldTarget, how: Writing, value: number): boolean {
    const carrier = carrierIn(world, target);
    const isApply = how === "Apply" && carrier.kind === "HorizontalPodAutoscaler";
    const replaces = how === "Replace" && carrier.isMarked;
    const done = tried((state) => {
      if (isApply) {
        const { scaleTargetRef, metric } = stored(state, "HorizontalPodAutoscaler", carrier.key)!.spec;
        const maxReplicas = wishOf(target.name).most!;
        const spec = { scaleTargetRef, metric, minReplicas: value, maxReplicas };
        return serverSideApply(state, { kind: "HorizontalPodAutoscaler", metadata: carrier.key, spec }, GIT);
      }
      const operations: PatchOperation[] = replaces ? [{ op: "remove", path: RECORD }] : [];
      const write = { op: "add", path: `/spec/${carrier.field}`, value } as const;
      return patch(state, carrier.kind, carrier.key, { manager: "kubectl", patch: [...operations, write] });
    });
    // A plain write of what stands there already changes nothing, and leaves no trace (ADR 0003).
    const isTraceless = !isApply && !replaces && carrier.value === value;
    if (done && !isTraceless) wishOf(target.name).least = value;
    return done;
  }

  function own(kind: Kind, name: string, change: (spec: object) => object): boolean {
    return tried((state) => {
      const object = stored(state, kind, { namespace: NAMESPACE, name });
      if (object === undefined) return gone(kind, name);
      return filed(state, { kind, metadata: object.metadata, spec: change(object.spec as object) });
    });
  }

  function file(kind: Kind, name: string, spec: object): boolean {
    return tried((state) => filed(state, { kind, metadata: { namespace: NAMESPACE, name }, spec }));
  }

  function remove(kind: Kind, name: string): boolean {
    return tried((state) => {
      const key = { namespace: NAMESPACE, name };
      const object = stored(state, kind, key);
      return object === undefined ? gone(kind, name) : deleted(state, kind, key, object.metadata.uid ?? "");
    });
  }

  function pause(how: string | undefined): boolean {
    world.change((state) => {
      const namespace = stored(state, "Namespace", { namespace: "", name: NAMESPACE })!;
      const annotations = how === undefined ? {} : { [PAUSE_ANNOTATION]: how };
      return put(state, "Namespace", { ...namespace, metadata: { ...namespace.metadata, annotations } });
    });
    return true;
  }

  function maximum(target: WorldTarget, value: number): boolean {
    if (target.hpa === undefined) return false;
    const key = { namespace: NAMESPACE, name: target.name };
    const operations = [{ op: "replace", path: "/spec/maxReplicas", value }] as const;
    const by = { manager: "kubectl", patch: operations };
    const done = tried((state) => patch(state, "HorizontalPodAutoscaler", key, by));
    if (done) wishOf(target.name).most = value;
    return done;
  }

  function startup({ name, kind }: WorldTarget, takes: Milliseconds | "Never"): boolean {
    world.change((state) => {
      const workload = stored(state, kind, { namespace: NAMESPACE, name })!;
      const annotations = takes === "Never" ? { "never-ready": "true" } : { startup: formatDuration(takes) };
      const template = { ...workload.spec.template, annotations };
      return put(state, kind, { ...workload, spec: { ...workload.spec, template } });
    });
    return true;
  }

  function done(edit: Exclude<Edit, { what: "startup" }>): boolean {
    switch (edit.what) {
      case "minReplicas": {
        const target = targetOf(edit.target);
        const value = edit.value === "Ours" ? (carrierIn(world, target).applied ?? target.replicas) : edit.value;
        return writeMinimum(target, edit.how, value);
      }
      case "maxReplicas":
        return maximum(targetOf(edit.target), edit.value);
      case "pause":
        return pause(edit.pause);
      case "suspend autoscaler":
        return own("PredictiveAutoscaler", edit.target, (spec) => ({ ...spec, suspend: edit.suspend }));
      case "mode":
        return own("PredictiveAutoscaler", edit.target, (spec) => ({ ...spec, mode: edit.mode }));
      case "delete autoscaler":
        return remove("PredictiveAutoscaler", edit.target);
      case "create autoscaler":
        return file("PredictiveAutoscaler", edit.target, targetOf(edit.target).autoscaler);
      case "file campaign":
        return file("Campaign", edit.name, edit.spec);
      case "suspend campaign":
        return own("Campaign", edit.name, (spec) => ({ ...spec, suspend: edit.suspend }));
      case "delete campaign":
        return remove("Campaign", edit.name);
      case "write CronHPA":
        return file("CronHPA", edit.name, edit.spec);
      case "delete CronHPA":
        return remove("CronHPA", edit.name);
      default:
        return unreachable(edit);
    }
  }

  const isDone = (edit: Edit) => (edit.what === "startup" ? startup(targetOf(edit.target), edit.takes) : done(edit));
  return { wishOf, act: (edit) => (isDone(edit) ? "" : " (refused, or there is none)") };
}

const RECORD = `/metadata/annotations/${FLOOR_ANNOTATION.replaceAll("/", "~1")}`;

function gone(kind: string, name: string): Change {
  return { ok: false, failure: { code: "NotFound", message: `there is no ${kind} ${name}` } };
}

/** Where the floor of a target stands, and what of ours is on it. */
export function carrierIn(world: TwinWorld, { name, kind, hpa }: WorldTarget) {
  const key = { namespace: NAMESPACE, name };
  const workload = stored(world.state(), kind, key)!;
  const autoscaler = hpa === undefined ? undefined : stored(world.state(), "HorizontalPodAutoscaler", key)!;
  const { metadata } = autoscaler ?? workload;
  const record = metadata.annotations?.[FLOOR_ANNOTATION];
  return {
    key,
    kind: autoscaler === undefined ? kind : ("HorizontalPodAutoscaler" as const),
    field: autoscaler === undefined ? ("replicas" as const) : ("minReplicas" as const),
    metadata,
    value: autoscaler === undefined ? workload.spec.replicas : autoscaler.spec.minReplicas,
    most: autoscaler?.spec.maxReplicas,
    isMarked: record !== undefined,
    applied: record === undefined ? undefined : (JSON.parse(record) as { readonly applied: number }).applied,
    workload,
  };
}
