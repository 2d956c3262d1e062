import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generatedFiles } from "../../scripts/generatedFiles.ts";
import { ADMISSION_RULES } from "../../src/api/admissionRules.ts";
import { customResourceDefinition, objectSchema, type StructuralSchema } from "../../src/api/crd.ts";
import { describedFields } from "../../src/api/descriptions.ts";
import { KIND_FACTS } from "../../src/api/kinds.ts";
import { KINDS, type Kind } from "../../src/api/parse.ts";

const ROOT = join(import.meta.dirname, "..", "..");

interface Field {
  readonly path: string;
  readonly schema: StructuralSchema;
}

function fieldsOf(schema: StructuralSchema, path: string): readonly Field[] {
  const { properties = {}, items, additionalProperties } = schema;
  const dot = path === "" ? "" : `${path}.`;
  return [
    { path, schema },
    ...Object.entries(properties).flatMap(([name, property]) => fieldsOf(property, `${dot}${name}`)),
    ...(items === undefined ? [] : fieldsOf(items, `${path}[]`)),
    ...(additionalProperties === undefined ? [] : fieldsOf(additionalProperties, `${path}{}`)),
  ];
}

const ours = (kind: Kind): readonly Field[] =>
  fieldsOf(objectSchema(kind), "").filter(({ path }) => /^(spec|status)/.test(path) && !path.includes("conditions"));

describe("the CRDs", () => {
  it("npm run gen leaves no difference, and no file of a kind that is gone", () => {
    for (const [path, text] of generatedFiles()) {
      expect(existsSync(join(ROOT, path)), `${path} is missing: npm run gen`).toBe(true);
      expect(readFileSync(join(ROOT, path), "utf8"), `${path} is old: npm run gen`).toBe(text);
    }
    const written = readdirSync(join(ROOT, "charts/headstart/templates/crds"));
    expect(written.toSorted()).toEqual(KINDS.map((kind) => `${KIND_FACTS[kind].plural}.yaml`).toSorted());
  });

  it.each(KINDS)("%s is structural: every node has a type, no union but int-or-string", (kind) => {
    for (const { path, schema } of ours(kind)) {
      if (schema["x-kubernetes-int-or-string"] === true) continue;
      expect(schema.type, path).toBeDefined();
      for (const word of ["anyOf", "oneOf", "allOf", "not", "$ref", "const"])
        expect(schema, path).not.toHaveProperty(word);
      if (schema.additionalProperties !== undefined) expect(schema.properties, path).toBeUndefined();
    }
  });

  it.each(KINDS)("%s bounds every text, list and map, so that rules have a cost", (kind) => {
    for (const { path, schema } of ours(kind)) {
      if (schema.type === "string") expect(schema.maxLength ?? schema.enum, path).toBeDefined();
      if (schema.type === "array") expect(schema["maxItems"], path).toBeDefined();
      if (schema.additionalProperties !== undefined) expect(schema["maxProperties"], path).toBeDefined();
    }
  });

  it.each(KINDS)("%s: each field is described, and no description is of a field that is gone", (kind) => {
    const fields = ours(kind).map(({ path }) => path);
    expect(describedFields(kind).toSorted()).toEqual(fields.toSorted());
  });

  it.each(KINDS)("%s: each rule stands at a field that exists", (kind) => {
    const fields = new Set(fieldsOf(objectSchema(kind), "").map(({ path }) => path));
    for (const { at } of ADMISSION_RULES[kind]) expect(fields).toContain(at);
  });

  it.each(KINDS)("%s has status, short name, category, and says in columns whether it works", (kind) => {
    const { spec } = customResourceDefinition(kind);
    const text = JSON.stringify(spec);
    expect(text).toContain('"subresources":{"status":{}}');
    expect(text).toContain('"categories":["headstart"]');
    expect(text).toContain('"observedGeneration"');
    expect(KIND_FACTS[kind].columns.map(({ name }) => name)).toContain("Ready");
  });
});
