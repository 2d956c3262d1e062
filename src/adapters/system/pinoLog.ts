import { pino } from "pino";
import type { Log } from "../../ports/telemetry.ts";

/** One JSON object a line on standard error, so that standard output stays for what was asked. */
export function pinoLog(level: "debug" | "info" | "warn" | "error" | "silent"): Log {
  const logger = pino(
    {
      level,
      // Not pino's own `name`: the details name objects by that key, and one line must not hold it twice.
      base: { app: "headstart" },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination(2),
  );
  return {
    info: (message, details = {}) => logger.info(details, message),
    warn: (message, details = {}) => logger.warn(details, message),
    error: (message, details = {}) => logger.error(details, message),
  };
}
