import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type PageFile, pageFiles } from "./pageFiles.ts";
import type { Recording } from "./recording.ts";
import { recordingAnswers, type RecordingAnswer } from "./recordingAnswers.ts";

export interface PageSettings {
  /** Port on the loopback interface; 0 takes a free one. */
  readonly port: number;
  /** The play as it stands; asked for once a poll. */
  readonly recording: () => Recording;
}

export interface ServedPage {
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const HOST = "127.0.0.1";
const PLAIN = "text/plain; charset=utf-8";
/** Nothing comes from elsewhere, nothing is inline, and no other page may frame this one. */
const GUARDS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};
/** Readers at once; a page needs six connections at the most. */
const MOST_CONNECTIONS = 64;
const MOST_HEADER_BYTES = 8 * 1_024;
const PATIENCE = 10_000;

/**
 * Serves the page of a play, and the play itself as JSON, to this machine only.
 * @throws when the port is taken, or a file of the page is missing
 */
export async function servePage({ port, recording }: PageSettings): Promise<ServedPage> {
  const files = new Map((await pageFiles()).map((file) => [file.route, answerWith(file)]));
  const latest = recordingAnswers(recording);
  const server = createServer({ maxHeaderSize: MOST_HEADER_BYTES, requestTimeout: PATIENCE }, (request, response) => {
    send(request, response, answerTo(request, { files, latest }));
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listening(server, port);
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Shelf {
  readonly files: ReadonlyMap<string, Answer>;
  readonly latest: () => RecordingAnswer;
}

function answerTo(request: IncomingMessage, { files, latest }: Shelf): Answer {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return { status: 405, headers: { allow: "GET, HEAD", "content-type": PLAIN }, text: "only GET and HEAD\n" };
  }
  const route = request.url?.split("?")[0] ?? "/";
  if (route === "/healthz") return plain(200, "ok\n");
  if (route === "/recording.json") return answerWithRecording(request, latest);
  return files.get(route) ?? plain(404, "not here; the page is at /\n");
}

function answerWithRecording(request: IncomingMessage, latest: () => RecordingAnswer): Answer {
  let answer: RecordingAnswer;
  try {
    answer = latest();
  } catch (cause) {
    return plain(500, `the recording cannot be had: ${String(cause)}\n`);
  }
  if (answer.kind === "tooLong") return plain(503, `${answer.text}\n`);
  const headers = { "content-type": "application/json; charset=utf-8", etag: answer.etag };
  const unchanged = request.headers["if-none-match"] === answer.etag;
  return unchanged
    ? { status: 304, headers: { etag: answer.etag }, text: "" }
    : { status: 200, headers, text: answer.json };
}

function answerWith({ contentType, text }: PageFile): Answer {
  return { status: 200, headers: { "content-type": contentType }, text };
}

function plain(status: number, text: string): Answer {
  return { status, headers: { "content-type": PLAIN }, text };
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, text }: Answer): void {
  const length = status === 304 ? {} : { "content-length": Buffer.byteLength(text) };
  response.writeHead(status, { ...GUARDS, ...headers, ...length });
  response.end(request.method === "HEAD" || status === 304 ? undefined : text);
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: HOST }, resolve);
  });
}
