import { execFile } from "node:child_process";
import { expect, it } from "vitest";
import { cleanEnvironment } from "../cluster/leash.ts";
import { MAIN } from "../story/runHeadstart.ts";

/** What is piped is more than a pipe holds, so that it is still being written when its reader has gone. */
const PIPED = '"$0" --import tsx "$1" print crds | head -n 1';

it("a reader that has seen enough, as head has, is no failure: exit 0, and nothing is said", async () => {
  const ended = await new Promise((resolve) => {
    const words = ["-o", "pipefail", "-c", PIPED, process.execPath, MAIN];
    execFile("bash", words, { env: cleanEnvironment(), timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
  expect(ended).toEqual({ code: 0, stdout: "apiVersion: apiextensions.k8s.io/v1\n", stderr: "" });
}, 70_000);
