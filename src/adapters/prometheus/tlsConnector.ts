import { buildConnector } from "undici";

/** PEM texts. */
export interface TlsAccess {
  /** Asked for at each new connection: an authority is renewed in its file, as a token is. */
  readonly ca?: () => string;
  readonly cert?: string;
  readonly key?: string;
  readonly insecure?: boolean;
}

/**
 * Opens connections that trust the authority of the moment. Those that are open already were checked when they were
 * opened, and go on; a connector is made anew only when the text differs, so that no session of the old one is resumed.
 */
export function tlsConnector({ ca, cert, key, insecure }: TlsAccess): buildConnector.connector {
  const connectorWith = (trusted: string | undefined) =>
    buildConnector({
      ...(trusted === undefined ? {} : { ca: trusted }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(insecure === true ? { rejectUnauthorized: false } : {}),
    });
  let trusted = ca?.();
  let connect = connectorWith(trusted);
  return (options, callback) => {
    // A text that is no certificate trusts nobody: that connection fails, and the next one asks again.
    const now = ca?.();
    if (now !== trusted) {
      trusted = now;
      connect = connectorWith(now);
    }
    connect(options, callback);
  };
}
