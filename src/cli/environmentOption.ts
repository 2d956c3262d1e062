import { Option } from "commander";

/** A flag that is also an environment variable, `HEADSTART_` and the flag in capitals. */
export function environmentOption(flags: string, description: string): Option {
  const name = /--([a-z-]+)/.exec(flags)?.[1] ?? "";
  return new Option(flags, description).env(`HEADSTART_${name.toUpperCase().replaceAll("-", "_")}`);
}
