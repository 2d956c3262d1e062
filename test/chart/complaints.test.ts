import { describe, expect, it } from "vitest";
import { complaintsIn } from "./installed.ts";

describe("what counts as a complaint in a part's log", () => {
  it.each([
    ["a refusal in the API server's words", 'leases is forbidden: User "x" cannot get resource "leases"'],
    ["a refusal by its status", '{"level":"warn","statusCode":403,"msg":"no"}'],
    ["a refusal by HTTP's words", "HTTP 403 from /apis"],
    ["a bug", '{"level":"error","msg":"A turn ended with a bug"}'],
  ])("%s", (_, line) => {
    expect(complaintsIn(`{"msg":"started"}\n${line}\n`)).toEqual([line]);
  });

  it("not a time that happens to hold the number", () => {
    expect(complaintsIn('{"level":"info","time":"2026-11-24T22:40:17.403Z","msg":"started"}\n')).toEqual([]);
  });
});
