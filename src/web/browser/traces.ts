import type { Trace } from "./chartLabels.ts";
import type { Columns } from "./columns.ts";
import type { Palette } from "./palette.ts";

/** What people ask for and what could be served, in demand units. */
export function trafficTraces({ demand, forecast, capacity }: Columns, palette: Palette): readonly Trace[] {
  return [
    {
      label: "Capacity",
      colour: palette.have,
      fill: palette["have-fill"],
      lineWidth: 1.5,
      stepped: true,
      values: capacity,
    },
    {
      label: "Forecast without campaign",
      colour: palette.forecast,
      dash: [6, 4],
      lineWidth: 1.5,
      stepped: false,
      values: forecast,
    },
    { label: "Demand", colour: palette.ink, lineWidth: 2, stepped: false, values: demand },
  ];
}

/** Ready replicas, those that are starting on top of them, reserved room on top of both; need and floor as lines. */
export function replicaTraces(columns: Columns, palette: Palette): readonly Trace[] {
  const { ready, starting, reserved, required, floor } = columns;
  const pods = ready.map((value, index) => value + (starting[index] ?? 0));
  const held = pods.map((value, index) => value + (reserved[index] ?? 0));
  return [
    {
      label: "Reserved",
      colour: palette.reserved,
      fill: palette["reserved-fill"],
      lineWidth: 1,
      stepped: true,
      values: held,
      above: pods,
      reading: reserved,
    },
    {
      label: "Starting",
      colour: palette.starting,
      fill: palette["starting-fill"],
      lineWidth: 1,
      stepped: true,
      values: pods,
      above: ready,
      reading: starting,
    },
    {
      label: "Ready",
      colour: palette.have,
      fill: palette["have-fill"],
      lineWidth: 1.5,
      stepped: true,
      values: ready,
    },
    { label: "Required", colour: palette.ink, lineWidth: 2, stepped: false, values: required },
    { label: "Floor", colour: palette.floor, lineWidth: 2.5, stepped: true, values: floor },
  ];
}
