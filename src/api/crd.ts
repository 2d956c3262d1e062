import { z } from "zod";
import { ADMISSION_RULES, QUANTITY_RULE } from "./admissionRules.ts";
import { descriptionOf } from "./descriptions.ts";
import { type Column, KIND_FACTS, type KindFacts } from "./kinds.ts";
import { GROUP, VERSION } from "./metadata.ts";
import { KINDS, type Kind } from "./parse.ts";

/** As much of a structural schema as is written here. */
export interface StructuralSchema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly items?: StructuralSchema;
  readonly additionalProperties?: StructuralSchema;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly maxLength?: number;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly [keyword: string]: unknown;
}

export interface CustomResourceDefinition {
  readonly apiVersion: "apiextensions.k8s.io/v1";
  readonly kind: "CustomResourceDefinition";
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

export function customResourceDefinitions(): readonly CustomResourceDefinition[] {
  return KINDS.map(customResourceDefinition);
}

export function customResourceDefinition(kind: Kind): CustomResourceDefinition {
  const { plural, singular, shortName, scope, columns } = KIND_FACTS[kind];
  const names = { kind, listKind: `${kind}List`, plural, singular, shortNames: [shortName], categories: ["headstart"] };
  const version = {
    name: VERSION,
    served: true,
    storage: true,
    subresources: { status: {} },
    additionalPrinterColumns: columns.map(printerColumn),
    schema: { openAPIV3Schema: objectSchema(kind) },
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${GROUP}` },
    spec: { group: GROUP, names, scope, versions: [version] },
  };
}

/** The whole object's schema: what the API server checks, and what the reference is written from. */
export function objectSchema(kind: Kind): StructuralSchema {
  const facts = KIND_FACTS[kind];
  const status = structural(facts.status, { kind, facts, path: "status" });
  return withRules(kind, "", {
    type: "object",
    description: facts.about,
    required: ["spec"],
    properties: {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { type: "object" },
      spec: structural(facts.spec, { kind, facts, path: "spec" }),
      status: { ...status, properties: { ...status.properties, conditions: CONDITIONS } },
    },
  });
}

function printerColumn({ name, path, type, wide }: Column): Readonly<Record<string, unknown>> {
  return { name, type, jsonPath: path, ...(wide === true ? { priority: 1 } : {}) };
}

interface Place {
  readonly kind: Kind;
  readonly facts: KindFacts;
  readonly path: string;
}

function structural(schema: z.ZodType, place: Place): StructuralSchema {
  return rewrite(z.toJSONSchema(schema, { target: "openapi-3.0", io: "input" }) as StructuralSchema, place);
}

/** JSON Schema says more than a structural schema may: unions become one type; lists, texts and numbers get bounds. */
function rewrite(written: StructuralSchema, place: Place): StructuralSchema {
  const description = descriptionOf(place.kind, place.path);
  const described = description === undefined ? {} : { description };
  const node = { ...described, ...bounded(withoutUnion(written), place) };
  const { properties, items, additionalProperties } = node;
  const below = (name: string): Place => ({ ...place, path: `${place.path}${name}` });
  return withRules(place.kind, place.path, {
    ...node,
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, property]) => [name, rewrite(property, below(`.${name}`))]),
          ),
        }),
    ...(items === undefined ? {} : { items: rewrite(items, below("[]")) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: rewrite(additionalProperties, below("{}")) }),
  });
}

/** The two unions in use: a quantity (number or text), and a word or a text of a pattern. */
function withoutUnion(schema: StructuralSchema): StructuralSchema {
  const { anyOf, ...rest } = schema as StructuralSchema & { anyOf?: readonly StructuralSchema[] };
  if (anyOf === undefined) return schema;
  const [first, second] = anyOf;
  if (first?.type === "integer" && second?.type === "string") {
    const either = { "x-kubernetes-int-or-string": true, anyOf: [{ type: "integer" }, { type: "string" }] };
    return { ...rest, ...either, maxLength: second.maxLength ?? 32, "x-kubernetes-validations": [QUANTITY_RULE] };
  }
  const [word, text] = [first?.enum, second?.["pattern"]];
  if (word === undefined || typeof text !== "string") throw new Error("a union that a structural schema cannot say");
  const pattern = `^(${word.join("|")}|${text.replace(/^\^|\$$/g, "")})$`;
  return { ...rest, type: "string", maxLength: second?.maxLength ?? 32, pattern };
}

const INSTANT_PATTERN =
  "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$";

function bounded(schema: StructuralSchema, { facts, path }: Place): StructuralSchema {
  switch (schema.type) {
    case "string":
      if (facts.instants.includes(path)) return { ...schema, format: "date-time", pattern: INSTANT_PATTERN };
      if (schema.maxLength === undefined && schema.enum === undefined) throw new Error(`${path}: no maxLength`);
      return schema;
    case "array":
      if (schema["maxItems"] === undefined) throw new Error(`${path}: no maxItems`);
      if (facts.namedLists.includes(path)) {
        return { ...schema, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"] };
      }
      return { ...schema, "x-kubernetes-list-type": "atomic" };
    case "integer":
      return wholeNumber(schema);
    case "object":
      return schema.additionalProperties === undefined ? schema : { ...schema, maxProperties: 32 };
    default:
      return schema;
  }
}

/** The bounds of JavaScript's safe integers are no bounds of the field. */
function wholeNumber(schema: StructuralSchema): StructuralSchema {
  const { minimum, maximum, ...rest } = schema as StructuralSchema & { minimum?: number; maximum?: number };
  return {
    ...rest,
    format: "int64",
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? {} : { minimum }),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
  };
}

function withRules(kind: Kind, path: string, schema: StructuralSchema): StructuralSchema {
  const rules = ADMISSION_RULES[kind]
    .filter(({ at }) => at === path)
    .map(({ rule, message, field }) => ({ rule, message, ...(field === undefined ? {} : { fieldPath: field }) }));
  if (rules.length === 0) return schema;
  const own = (schema["x-kubernetes-validations"] ?? []) as readonly unknown[];
  return { ...schema, "x-kubernetes-validations": [...own, ...rules] };
}

/** metav1.Condition, as Kubernetes' own kinds have it. */
const CONDITIONS: StructuralSchema = {
  type: "array",
  maxItems: 16,
  "x-kubernetes-list-type": "map",
  "x-kubernetes-list-map-keys": ["type"],
  description: "What holds now; Ready is the summary, and its message says why.",
  items: {
    type: "object",
    required: ["type", "status", "reason", "message", "lastTransitionTime"],
    properties: {
      type: { type: "string", maxLength: 316 },
      status: { type: "string", enum: ["True", "False", "Unknown"] },
      reason: { type: "string", minLength: 1, maxLength: 1024 },
      message: { type: "string", maxLength: 32768 },
      lastTransitionTime: { type: "string", format: "date-time" },
      observedGeneration: { type: "integer", format: "int64", minimum: 0 },
    },
  },
};
