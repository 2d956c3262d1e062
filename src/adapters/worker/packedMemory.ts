import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { ForecastMemory } from "../../forecast/forecastTypes.ts";

/**
 * The memory as the controller holds it, in one piece: as objects it weighs 130 kB a target, packed 17 (28 days by five
 * minutes), and the loop that renews the Lease passes it on without walking through it.
 */
export function packed({ version, state }: ForecastMemory): ForecastMemory {
  // Compressed hard it would be a tenth smaller, and take five times as long.
  return { version, state: new Uint8Array(deflateRawSync(JSON.stringify(state), { level: 1 })) };
}

/** The memory as the engine left it behind. */
export function unpacked({ version, state }: ForecastMemory): ForecastMemory {
  return state instanceof Uint8Array
    ? { version, state: JSON.parse(inflateRawSync(state).toString()) }
    : { version, state };
}
