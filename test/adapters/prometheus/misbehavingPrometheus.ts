import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What it says to one request; `silent`: nothing, `dropping`: it hangs up, `dripping`: a byte now and then. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly silent?: boolean;
  readonly dropping?: boolean;
  readonly dripping?: boolean;
}

/** A Prometheus that says what the test wants, in turn; the last answer again and again. */
export class Misbehaving {
  readonly requests: { path: string; parameters: URLSearchParams; headers: Record<string, unknown> }[] = [];
  readonly #server: Server;

  constructor(answers: readonly ScriptedAnswer[]) {
    this.#server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += chunk.toString()));
      request.on("end", () => {
        const answer = answers[Math.min(this.requests.length, answers.length - 1)] ?? {};
        this.requests.push({
          path: request.url ?? "",
          parameters: new URLSearchParams(text),
          headers: request.headers,
        });
        if (answer.silent === true) return;
        if (answer.dropping === true) return void response.socket?.destroy();
        if (answer.dripping === true) return drip(response);
        const body = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? {});
        response.writeHead(answer.status ?? 200, { "content-type": "application/json" }).end(body);
      });
    });
  }

  async url(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), 10);
  response.on("close", () => clearInterval(timer));
}
