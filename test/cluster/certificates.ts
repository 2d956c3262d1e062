import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  /** Signs a certificate; `names` become its subject alternative names (`DNS:…`, `IP:…`). */
  issue(name: string, subject: string, names?: readonly string[]): Certificate;
}

const openssl = (args: readonly string[]) => execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });

/** A certificate authority of its own for one control plane, valid for two days; paths of PEM files. */
export function createAuthority(folder: string): Authority {
  mkdirSync(folder, { recursive: true });
  const path = (name: string) => join(folder, name);
  const ca = { certificate: path("ca.crt"), key: path("ca.key") };
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl([
    "req",
    "-x509",
    ...curve,
    "-days",
    "2",
    "-subj",
    "/CN=headstart-test",
    "-keyout",
    ca.key,
    "-out",
    ca.certificate,
  ]);
  return {
    ...ca,
    issue(name, subject, names = []) {
      const [key, request, certificate] = [path(`${name}.key`), path(`${name}.csr`), path(`${name}.crt`)];
      const extensions = path(`${name}.ext`);
      const subjects = names.length === 0 ? "" : `subjectAltName=${names.join(",")}\n`;
      writeFileSync(extensions, `${subjects}extendedKeyUsage=serverAuth,clientAuth\n`);
      openssl(["req", ...curve, "-subj", subject, "-keyout", key, "-out", request]);
      const signing = ["-CA", ca.certificate, "-CAkey", ca.key, "-CAcreateserial", "-extfile", extensions];
      openssl(["x509", "-req", "-in", request, ...signing, "-days", "2", "-out", certificate]);
      return { certificate, key };
    },
  };
}

/** The key pair that signs service account tokens. */
export function createSigningKey(folder: string): { readonly privateKey: string; readonly publicKey: string } {
  const privateKey = join(folder, "service-account.key");
  const publicKey = join(folder, "service-account.pub");
  openssl(["genrsa", "-out", privateKey, "2048"]);
  openssl(["rsa", "-in", privateKey, "-pubout", "-out", publicKey]);
  return { privateKey, publicKey };
}
