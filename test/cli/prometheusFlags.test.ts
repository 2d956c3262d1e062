import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { prometheusOf } from "../../src/cli/run.ts";

const folder = mkdtempSync(join(tmpdir(), "headstart-prometheus-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("how Prometheus is reached", () => {
  it("a token and a password are those that stand in their files now, or stood there last", () => {
    const [tokenFile, passwordFile] = [join(folder, "token"), join(folder, "password")];
    writeFileSync(tokenFile, "first\n");
    writeFileSync(passwordFile, "old\n");
    const access = prometheusOf({
      ...{ prometheusUrl: "http://prometheus:9090", prometheusTokenFile: tokenFile },
      ...{ prometheusUsername: "reader", prometheusPasswordFile: passwordFile },
    });
    const now = () => [access?.bearerToken?.(), access?.basic?.password()];
    expect(now()).toEqual(["first", "old"]);
    writeFileSync(tokenFile, "second\n");
    writeFileSync(passwordFile, "new\n");
    expect(now()).toEqual(["second", "new"]);
    rmSync(tokenFile);
    expect(now()).toEqual(["second", "new"]);
  });

  it("a file that is not there is said at the start, not at the first query", () => {
    expect(() => prometheusOf({ prometheusUrl: "http://prometheus:9090", prometheusTokenFile: "/absent" })).toThrow(
      "cannot read /absent",
    );
  });
});
