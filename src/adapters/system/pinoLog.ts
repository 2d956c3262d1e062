import { pino } from "pino";
import type { Log } from "../../ports/telemetry.ts";

/** One JSON object a line on standard error, so that standard output stays for what was asked. */
export function pinoLog(level: "debug" | "info" | "warn" | "error" | "silent"): Log {
  const logger = pino({ name: "headstart", level }, pino.destination(2));
  return {
    info: (message, details = {}) => logger.info(details, message),
    warn: (message, details = {}) => logger.warn(details, message),
    error: (message, details = {}) => logger.error(details, message),
  };
}
