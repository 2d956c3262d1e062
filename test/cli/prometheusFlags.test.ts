import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { program } from "../../src/cli/program.ts";
import { prometheusOf } from "../../src/cli/prometheusFlags.ts";

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

  it("a certificate authority is the one that stands in its file now; one that is being written is not taken", () => {
    const path = join(folder, "ca.crt");
    writeFileSync(path, "first");
    const access = prometheusOf({ prometheusUrl: "https://prometheus:9090", prometheusCaFile: path });
    const now = () => access?.tls?.ca?.();
    expect(now()).toBe("first");
    writeFileSync(path, "second");
    expect(now()).toBe("second");
    writeFileSync(path, "");
    expect(now()).toBe("second");
  });

  it.each(["run", "plan", "explain", "backtest"])("%s takes the same flags, each also from the environment", (name) => {
    const options = program().commands.find((command) => command.name() === name)?.options ?? [];
    const taken = options
      .filter(({ long }) => long?.startsWith("--prometheus-"))
      .map(({ long, envVar }) => [long, envVar]);
    expect(taken).toEqual(
      ["URL", "TENANT", "TOKEN_FILE", "USERNAME", "PASSWORD_FILE", "CA_FILE"].map((part) => [
        `--prometheus-${part.toLowerCase().replace("_", "-")}`,
        `HEADSTART_PROMETHEUS_${part}`,
      ]),
    );
  });

  it("a file that is not there is said at the start, not at the first query", () => {
    expect(() => prometheusOf({ prometheusUrl: "http://prometheus:9090", prometheusTokenFile: "/absent" })).toThrow(
      "cannot read /absent",
    );
  });
});
