import { isDeepStrictEqual } from "node:util";
import { buildConnector } from "undici";
import type { Tunnel } from "./proxyTunnel.ts";

/** PEM, as files and kubeconfigs hold it. */
export interface TlsMaterial {
  readonly ca?: Buffer | string;
  readonly cert?: Buffer | string;
  readonly key?: Buffer | string;
  /** The name in the server's certificate, where it is not the one in its address. */
  readonly servername?: string;
}

/**
 * Opens each connection with what `read` gives at that moment: authorities are renewed, and the kubelet writes the new
 * bundle into the pods that run, as tools write client certificates into a kubeconfig's files. Connections that are
 * open already were checked when they were opened, and go on. A connector is made anew only when something differs, so
 * that sessions are resumed, but none that an authority of before has vouched for.
 * @param tunnel the way through a proxy, where there is one
 */
export function tlsConnector(
  read: () => Promise<TlsMaterial>,
  settings: buildConnector.BuildOptions,
  tunnel?: Tunnel,
): buildConnector.connector {
  let last: { readonly material: TlsMaterial; readonly open: buildConnector.connector } | undefined;

  async function current(): Promise<buildConnector.connector> {
    const material = await read();
    if (last === undefined || !isDeepStrictEqual(material, last.material)) {
      last = { material, open: buildConnector({ ...settings, ...material }) };
    }
    return last.open;
  }

  async function connect(options: buildConnector.Options, callback: buildConnector.Callback): Promise<void> {
    const open = await current();
    if (tunnel === undefined) return open(options, callback);
    const isTls = options.protocol === "https:";
    const socket = await tunnel(options.hostname, Number(options.port || (isTls ? 443 : 80)));
    if (isTls) return open({ ...options, httpSocket: socket }, callback);
    socket.setKeepAlive(true, settings.keepAliveInitialDelay ?? 0);
    callback(null, socket);
  }

  return (options, callback) => {
    // A file that is away, or is no certificate, fails this connection; the next one reads again.
    connect(options, callback).catch((cause: unknown) =>
      callback(cause instanceof Error ? cause : new Error(String(cause)), null),
    );
  };
}
