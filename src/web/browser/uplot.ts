import type uPlot from "uplot";

/** The chart library, which the page loads as a script of its own before this program. */
export const UPlot = (globalThis as unknown as { readonly uPlot: typeof uPlot }).uPlot;
