import { Option } from "commander";

/** A flag that is also an environment variable. */
export function environmentOption(flags: string, description: string): Option {
  return new Option(flags, description).env(variableOf(/--[a-z-]+/.exec(flags)?.[0] ?? ""));
}

/** `HEADSTART_` and the flag in capitals. */
export function variableOf(flag: string): string {
  return `HEADSTART_${flag.replace(/^--/, "").toUpperCase().replaceAll("-", "_")}`;
}
