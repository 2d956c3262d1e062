import { execFile, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { describeCluster } from "./describeCluster.ts";
import { cleanEnvironment } from "./leash.ts";
import { processRuns } from "./processRuns.ts";
import { InVain, waitFor } from "./waitFor.ts";

const ROOT = join(import.meta.dirname, "..", "..");
/** As the Makefile starts it. */
const COMMAND = [process.execPath, "--import", "tsx", "scripts/cluster.ts"] as const;
const START = 240_000;

interface Playing {
  readonly said: () => string;
  /** The parent of the playground. */
  readonly parent: number;
  readonly playground: number;
  readonly exited: Promise<number | null>;
  readonly exitedEarly: () => boolean;
}

/** A shell that starts the playground, says its pid, and waits: what make does. */
function start(): Playing {
  const script = '"$@" & echo "playground $!"; wait $!';
  const child = spawn("bash", ["-c", script, "parent", ...COMMAND], { cwd: ROOT, env: cleanEnvironment() });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return {
    said: () => said,
    parent: child.pid ?? 0,
    get playground() {
      return Number(/^playground (\d+)$/m.exec(said)?.[1]);
    },
    exited,
    exitedEarly: () => child.exitCode !== null,
  };
}

/** Waits for what it prints at last; gives the kubectl of its tour. */
async function tour(playing: Playing): Promise<{ readonly kubectl: string; readonly kubeconfig: string }> {
  const found = await waitFor(
    "the tour",
    () => {
      if (playing.exitedEarly()) throw new InVain("it has ended");
      return /alias k='(\S+) --kubeconfig=(\S+) /.exec(playing.said()) ?? undefined;
    },
    START,
  ).catch((cause: unknown) => {
    throw new Error(`no tour:\n${playing.said()}`, { cause });
  });
  return { kubectl: found[1] ?? "", kubeconfig: found[2] ?? "" };
}

async function expectEnded({ playground }: Playing, kubeconfig: string, server: string): Promise<void> {
  await waitFor("the playground has ended", () => !processRuns(playground));
  await waitFor("its API server has ended", () => refuses(server));
  await waitFor("its folder is gone", () => !existsSync(dirname(kubeconfig)));
}

/** Nobody listens there any more. */
function refuses(server: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(server).port), "127.0.0.1");
    socket.once("error", () => resolve(true));
    socket.once("connect", () => {
      socket.destroy();
      resolve(false);
    });
  });
}

function serverOf(kubeconfig: string): string {
  const { clusters } = JSON.parse(readFileSync(kubeconfig, "utf8")) as { clusters: { cluster: { server: string } }[] };
  return clusters[0]?.cluster.server ?? "";
}

describeCluster("make cluster", () => {
  it("leaves a cluster running on which a floor is planned, until Ctrl-C", async () => {
    const playing = start();
    const { kubectl, kubeconfig } = await tour(playing);
    const server = serverOf(kubeconfig);
    const k = async (...args: readonly string[]) => {
      const given = [`--kubeconfig=${kubeconfig}`, "--namespace=vision", ...args];
      return (await promisify(execFile)(kubectl, given, { env: cleanEnvironment() })).stdout;
    };
    await waitFor("the learned peak is planned", async () => {
      const windows = await k("get", "chpa", "face-fusion-plan", "-o", "jsonpath={.spec.windows[*].minReplicas}");
      return windows.split(" ").some((floor) => Number(floor) >= 22);
    });
    await waitFor("the HPA has live metrics", async () => {
      const path = '-o=jsonpath={.status.conditions[?(@.type=="ScalingActive")].status}';
      return (await k("get", "hpa", "face-fusion", path)) === "True";
    });
    process.kill(playing.playground, "SIGINT");
    expect(await playing.exited).toBe(0);
    expect(playing.said()).toContain("everything has ended");
    await expectEnded(playing, kubeconfig, server);
  });

  it("ends when the one who started it is killed", async () => {
    const playing = start();
    const { kubeconfig } = await tour(playing);
    const server = serverOf(kubeconfig);
    process.kill(playing.parent, "SIGKILL");
    await expectEnded(playing, kubeconfig, server);
  });
});
