import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCampaigns } from "../../../src/adapters/replay/readCampaigns.ts";
import { campaignsOf } from "../../../src/backtest/campaigns.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headstart-campaigns-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const MANIFEST = `apiVersion: headstart.dev/v1alpha1
kind: Campaign
metadata: {name: sale, namespace: shop}
spec:
  timeZone: UTC
  start: "2026-01-05T10:00:00"
  end: "2026-01-05T11:00:00"
  targets:
  - {name: web, peak: {multiplier: "3", of: SameTime}}
  - {name: api, peak: {replicas: 9}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: other}
`;

describe("declared campaigns", () => {
  it("are rows of a CSV: a multiplier is of the usual demand at each moment", () => {
    const text = "start,end,multiplier,profile,halfLife\n2026-01-05T10:00:00Z,2026-01-05T11:00:00Z,2.5,FlashSale,15m\n";
    const read = readCampaigns(written("sales.csv", text));
    expect(read).toMatchObject({
      ok: true,
      value: [
        {
          metadata: { name: "line-2" },
          spec: { profile: "FlashSale", targets: [{ peak: { multiplier: 2.5, of: "SameTime" } }] },
        },
      ],
    });
  });

  it("are manifests beside objects of other kinds", () => {
    const read = readCampaigns(written("sale.yaml", MANIFEST));
    expect(read).toMatchObject({ ok: true, value: [{ metadata: { name: "sale" } }] });
  });

  it("count for the target that is replayed", () => {
    const read = readCampaigns(written("sale.yaml", MANIFEST));
    const campaigns = read.ok ? read.value : [];
    expect(campaignsOf(campaigns, "api")).toMatchObject([{ target: { name: "replay", peak: { replicas: 9 } } }]);
    expect(campaignsOf(campaigns, "other")).toEqual([]);
  });

  for (const { name, text, field, why } of [
    { name: "a.csv", text: "start,end,times\n", field: ":1", why: "an unknown column" },
    { name: "b.csv", text: "start,multiplier\n", field: ":1", why: "no end" },
    { name: "c.csv", text: "start,end,multiplier\nnow,later,3\n", field: ":2: spec.start", why: "no times" },
    {
      name: "d.csv",
      text: "start,end,multiplier\n2026-01-05 10:00,2026-01-05 11:00,\n",
      field: ":2",
      why: "no peak",
    },
    { name: "e.csv", text: "start,end,multiplier\n", field: "", why: "no campaign" },
    { name: "f.yaml", text: "kind: [", field: ":", why: "no YAML" },
    { name: "g.yaml", text: "kind: ConfigMap\n", field: "", why: "no Campaign" },
  ]) {
    it(`refuses ${why}, naming the place`, () => {
      const path = written(name, text);
      const read = readCampaigns(path);
      expect(read.ok).toBe(false);
      expect(!read.ok && read.failure.field?.startsWith(`${path}${field}`)).toBe(true);
    });
  }
});
