import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DATASOURCE } from "./panels.ts";
import { allTargets, controllers, oneTarget } from "./rows.ts";

/**
 * The dashboard of the chart and of `headstart print dashboards`: what is reserved and paid for, what is short, and for
 * one target its replicas, demand and reasons on one time axis.
 */
export function reservedCapacity(): Dashboard {
  const dashboard = new DashboardBuilder("Headstart: reserved capacity")
    .uid("headstart-reserved-capacity")
    .description("Room held ahead of peaks: what was promised, what stands, what it costs.")
    .tags(["headstart", "autoscaling"])
    .time({ from: "now-24h", to: "now" })
    .refresh("1m")
    .timezone("browser")
    .tooltip(DashboardCursorSync.Crosshair)
    .withVariable(new DatasourceVariableBuilder("datasource").label("Data source").type("prometheus"))
    .withVariable(
      objectVariable("namespace", "Namespace", "label_values(headstart_required_replicas, namespace)")
        .includeAll(true)
        .multi(true),
    )
    .withVariable(
      objectVariable("name", "Target", 'label_values(headstart_required_replicas{namespace=~"$namespace"}, name)'),
    );
  for (const [index, { title, panels }] of [allTargets(), oneTarget(), controllers()].entries()) {
    dashboard.withRow(new RowBuilder(title).id(index + 1));
    for (const panel of panels) dashboard.withPanel(panel);
  }
  return dashboard.build();
}

/** A variable whose values are asked of Prometheus whenever the time range changes. */
function objectVariable(name: string, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .query(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
}
