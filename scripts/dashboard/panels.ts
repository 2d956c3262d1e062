import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  BigValueColorMode,
  BigValueGraphMode,
  LegendDisplayMode,
  LegendPlacement,
  LineInterpolation,
  ReduceDataOptionsBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { type Panel, ThresholdsConfigBuilder, ThresholdsMode } from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimeSeriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";

/** Whatever Prometheus the reader chose at the top of the page. */
export const DATASOURCE = { type: "prometheus", uid: "${datasource}" };

export type AnyPanel = Builder<Panel>;

/** One line of a chart: its expression, and its name there (`{{label}}` stands for a label's value). */
export interface Line {
  readonly expr: string;
  readonly legend: string;
}

export interface PanelText {
  readonly title: string;
  readonly description: string;
}

/** One number as of now. */
export interface Figure extends PanelText {
  readonly expr: string;
  readonly unit?: string;
  /** From here on the figure is bad news. */
  readonly alarmFrom?: number;
}

/** Four figures fill a line of the page, which is 24 wide. */
export function figure({ title, description, expr, unit = "none", alarmFrom }: Figure): AnyPanel {
  const alarm = alarmFrom === undefined ? [] : [{ value: alarmFrom, color: "red" }];
  return new StatBuilder()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .withTarget(new DataqueryBuilder().refId("A").expr(expr).instant())
    .unit(unit)
    .noValue("0")
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .thresholds(
      // The first step has no value: it is what holds below all others.
      new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([{ value: null, color: "green" }, ...alarm]),
    )
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .height(4)
    .span(6);
}

/** Lines over time; counts of replicas are steps, since nothing lies between two of them. */
export function chart({ title, description }: PanelText, lines: readonly Line[]): TimeSeriesBuilder {
  const panel = new TimeSeriesBuilder()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .unit("none")
    .min(0)
    .lineWidth(2)
    .fillOpacity(0)
    .lineInterpolation(LineInterpolation.StepAfter)
    .showPoints(VisibilityMode.Never)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .height(9)
    .span(12);
  for (const [index, { expr, legend }] of lines.entries()) {
    // Grafana tells the queries of a panel apart by a letter.
    const refId = String.fromCharCode("A".charCodeAt(0) + index);
    panel.withTarget(new DataqueryBuilder().refId(refId).expr(expr).legendFormat(legend).range());
  }
  return panel;
}

/** Overrides that make one line of a chart an area which lies on the areas before it. */
export const STACKED_AREA = [
  { id: "custom.fillOpacity", value: 35 },
  { id: "custom.lineWidth", value: 1 },
  { id: "custom.stacking", value: { mode: StackingMode.Normal, group: "room" } },
];

export const DASHED = [{ id: "custom.lineStyle", value: { fill: "dash", dash: [10, 10] } }];
