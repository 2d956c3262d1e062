import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { program } from "../../src/cli/program.ts";
import { prometheusOf } from "../../src/cli/prometheusFlags.ts";
import { kubeconfigFor } from "../adapters/kubernetes/connectTo.ts";

const STORY = join(import.meta.dirname, "..", "..", "fixtures", "double-eleven", "objects.yaml");
const kubeconfig = `--kubeconfig=${kubeconfigFor("http://127.0.0.1:1")}`;
/** Each asks a Prometheus; the cluster that some of them name is not there. */
const COMMANDS = [
  ["run", kubeconfig],
  ["plan", "-f", STORY, "--at", "2026-11-10T09:00:00Z"],
  ["explain", "vision/face-fusion", kubeconfig],
  ["backtest", "-f", STORY, "--lead-time", "12m"],
];

const folder = mkdtempSync(join(tmpdir(), "headstart-prometheus-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("how Prometheus is reached", () => {
  it("a token and a password are those that stand in their files now, or stood there last", () => {
    const [tokenFile, passwordFile] = [join(folder, "token"), join(folder, "password")];
    writeFileSync(tokenFile, "first\n");
    writeFileSync(passwordFile, "old\n");
    const prometheusUrl = "http://prometheus:9090";
    const byToken = prometheusOf({ prometheusUrl, prometheusTokenFile: tokenFile });
    const byName = prometheusOf({ prometheusUrl, prometheusUsername: "reader", prometheusPasswordFile: passwordFile });
    const now = () => [byToken?.bearerToken?.(), byName?.basic?.password()];
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

  const [USER, PASSWORD, TOKEN] = ["username", "password-file", "token-file"].map((name) => `--prometheus-${name}`);
  it.each([
    { given: { USERNAME: "mia" }, says: `${USER}: names a user without a password (got "mia"); give ${PASSWORD}` },
    { given: { PASSWORD_FILE: "/p" }, says: `${PASSWORD}: is nobody's password (got "/p"); give ${USER}` },
    { given: { USERNAME: "mia", TOKEN_FILE: "/t" }, says: `${USER}: excludes ${TOKEN} (got "mia")` },
    { given: { PASSWORD_FILE: "/p", TOKEN_FILE: "/t" }, says: `${PASSWORD}: excludes ${TOKEN} (got "/p")` },
    { given: { USERNAME: "mia", PASSWORD_FILE: "/p", TOKEN_FILE: "/t" }, says: `${USER}: excludes ${TOKEN}` },
    { given: { USERNAME: "mia", PASSWORD_FILE: "" }, says: `${USER}: names a user without a password` },
  ])("$given is refused, on the command line and in the environment, in every command", async ({ given, says }) => {
    const named = Object.entries({ URL: "http://prometheus:9090", ...given });
    const flags = named.map(([name, value]) => `--prometheus-${name.toLowerCase().replace("_", "-")}=${value}`);
    for (const words of COMMANDS) {
      const refused = { exitCode: 2, message: expect.stringContaining(says) as string };
      await expect(program().parseAsync([...words, ...flags], { from: "user" })).rejects.toMatchObject(refused);
      for (const [name, value] of named) vi.stubEnv(`HEADSTART_PROMETHEUS_${name}`, value);
      await expect(program().parseAsync([...words], { from: "user" })).rejects.toMatchObject(refused);
      vi.unstubAllEnvs();
    }
  });

  it("an empty variable is none", () => {
    const flags = { prometheusUsername: "", prometheusPasswordFile: "", prometheusTokenFile: "" };
    const access = prometheusOf({ prometheusUrl: "http://prometheus:9090", ...flags });
    expect(access).toEqual({ url: "http://prometheus:9090" });
  });

  it("a file that is not there is said at the start, not at the first query", () => {
    expect(() => prometheusOf({ prometheusUrl: "http://prometheus:9090", prometheusTokenFile: "/absent" })).toThrow(
      "cannot read /absent",
    );
  });
});
