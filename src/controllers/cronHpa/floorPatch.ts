import { FLOOR_ANNOTATION } from "../../api/metadata.ts";
import type { FloorAction } from "../../plan/actions/floorAction.ts";
import type { JsonPatch } from "../../ports/cluster.ts";
import { unreachable } from "../../units/unreachable.ts";
import type { Carrier } from "./carrier.ts";
import { textOfRecord } from "./floorRecord.ts";

type Operation = JsonPatch[number];

const ANNOTATIONS = "/metadata/annotations";
/** A slash inside a key is written `~1` (RFC 6901). */
const RECORD = `${ANNOTATIONS}/${FLOOR_ANNOTATION.replaceAll("/", "~1")}`;

/**
 * The action as one JSON Patch: value and record change together or not at all, and only from what was seen.
 * @returns undefined when there is nothing to write
 */
export function floorPatch(action: FloorAction, seen: Carrier): JsonPatch | undefined {
  const field = `/spec/${seen.field}`;
  switch (action.kind) {
    case "none":
      return undefined;
    case "apply":
      return [
        ...asSeen(seen, field),
        { op: "add", path: RECORD, value: textOfRecord(action.record) },
        { op: "add", path: field, value: action.to },
      ];
    case "giveBack":
      return [...asSeen(seen, field), ...valueGivenBack(action.to, seen, field), { op: "remove", path: RECORD }];
    case "forget":
      return [...asSeen(seen, field), { op: "remove", path: RECORD }];
    default:
      return unreachable(action);
  }
}

function valueGivenBack(to: number | null, seen: Carrier, field: string): readonly Operation[] {
  if (to !== null) return [{ op: "add", path: field, value: to }];
  return seen.floor.value === undefined ? [] : [{ op: "remove", path: field }];
}

/** A patch cannot test that something is absent, so where a part is, the whole object must be as it was read. */
function asSeen(seen: Carrier, field: string): readonly Operation[] {
  const record = seen.metadata.annotations?.[FLOOR_ANNOTATION];
  const tests: Operation[] = [];
  if (record !== undefined) tests.push({ op: "test", path: RECORD, value: record });
  if (seen.floor.value !== undefined) tests.push({ op: "test", path: field, value: seen.floor.value });
  if (tests.length === 2 || seen.metadata.resourceVersion === undefined) return tests;
  return [...tests, { op: "test", path: "/metadata/resourceVersion", value: seen.metadata.resourceVersion }];
}

/**
 * The same patch for an object without any annotation, where there is nothing yet to add the record to.
 * The view shows only our annotations, so it cannot tell; the test can. Kubernetes' patch library (json-patch v4.13)
 * lets a test for null hold where the field is absent, and only there: nobody's annotations can be overwritten.
 */
export function withFirstAnnotation(patch: JsonPatch): JsonPatch {
  return [{ op: "test", path: ANNOTATIONS, value: null }, { op: "add", path: ANNOTATIONS, value: {} }, ...patch];
}
