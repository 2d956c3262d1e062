import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface StandInPrometheus {
  readonly url: string;
  /** Requests answered so far. */
  answered(): number;
  stop(): Promise<void>;
}

const DAY = 86_400;
const FAMILIES = 16;
/** Long answers that are kept, of this many bytes on: every target asks for the same spans. */
const MOST_KEPT = 200;
const WORTH_KEEPING = 50_000;

/**
 * Answers as Prometheus does, with as many samples, from a formula: four weeks of a thousand series by the minute are
 * forty million samples, for whose making and keeping the machine has no room beside the control plane. What costs us,
 * to ask, to read and to forecast, is as with the real one; how long that one takes to answer is left out.
 */
export async function standInPrometheus(): Promise<StandInPrometheus> {
  const kept = new Map<string, string>();
  let answered = 0;
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      answered += 1;
      response.setHeader("content-type", "application/json");
      response.end(answerTo(request.url ?? "", new URLSearchParams(body), kept));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    answered: () => answered,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}

function answerTo(url: string, asked: URLSearchParams, kept: Map<string, string>): string {
  const number = (name: string) => Number(asked.get(name));
  if (!url.startsWith("/api/v1/query_range")) return answer("vector", [{ metric: {}, value: [number("time"), "1"] }]);
  const family = [...(asked.get("query") ?? "")].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % FAMILIES;
  const [start, end, step] = [number("start"), number("end"), number("step")];
  const key = [family, start, end, step].join(" ");
  const text = kept.get(key) ?? rangeText(family, { start, end, step });
  if (kept.size >= MOST_KEPT) kept.clear();
  if (text.length >= WORTH_KEEPING) kept.set(key, text);
  return text;
}

function rangeText(
  family: number,
  span: { readonly start: number; readonly end: number; readonly step: number },
): string {
  const values: [number, string][] = [];
  // As the real one, it knows nothing of the future.
  const end = Math.min(span.end, Date.now() / 1000);
  for (let at = span.start; at <= end; at += span.step) values.push([at, String(demandAt(at, family))]);
  return answer("matrix", [{ metric: {}, values }]);
}

function answer(resultType: string, result: readonly unknown[]): string {
  return JSON.stringify({ status: "success", data: { resultType, result } });
}

/** Day and week with noise of 10 %, the same whenever it is asked for; Unix seconds → demand units. */
function demandAt(at: number, family: number): number {
  const phase = (2 * Math.PI * (at + family * 3_600)) / DAY;
  const weekend = Math.floor(at / DAY + 3) % 7 > 4 ? 0.7 : 1;
  const minute = Math.floor(at / 60) + family * 7_919;
  const noise = ((minute * 2_654_435_761) % 4_294_967_296) / 4_294_967_296 - 0.5;
  return (120 - 60 * Math.cos(phase) + 20 * Math.cos(2 * phase)) * weekend * (1 + 0.2 * noise);
}
