import { StackingConfigBuilder, StackingMode } from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder as StateTimelineBuilder } from "@grafana/grafana-foundation-sdk/statetimeline";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { type AnyPanel, chart, DASHED, DATASOURCE, figure, STACKED_AREA } from "./panels.ts";

export interface DashboardRow {
  readonly title: string;
  readonly panels: readonly AnyPanel[];
}

const CHOSEN = 'namespace=~"$namespace"';
const TARGET = `${CHOSEN}, name="$name"`;

/** Two replicas of the planner may both be scraped around a change of the leader: one target is counted once. */
const each = (metric: string, matchers: string) => `max by (namespace, name) (${metric}{${matchers}})`;

/** What platform and finance ask: how much room is held, for whom, and is anything short? */
export function allTargets(): DashboardRow {
  const reserved = each("headstart_reserved_replicas", CHOSEN);
  const ready = each("headstart_ready_replicas", CHOSEN);
  const required = each("headstart_required_replicas", CHOSEN);
  return {
    title: "All targets",
    panels: [
      figure({
        title: "Reserved now",
        description: "Placeholders that hold room on nodes, in replicas.",
        expr: `sum(${reserved})`,
      }),
      figure({
        title: "Reserved in this time range",
        description: "Replica-hours of held room: what the reservations cost, times the price of a replica-hour.",
        expr: `sum(sum_over_time(${reserved}[$__range:1m])) / 60`,
        unit: "h",
      }),
      figure({
        title: "Promised, but short",
        description: "Promised replicas within the plans' horizon that cannot be had: ceiling, quota, room or policy.",
        expr: `sum(${each("headstart_short_replicas", CHOSEN)})`,
        alarmFrom: 1,
      }),
      figure({
        title: "Targets whose demand is unknown",
        description: "Their floors are held; learned peaks are not renewed.",
        expr: `count(${each("headstart_input_state", `${CHOSEN}, state!~"Live|LiveZero"`)} == 1)`,
        alarmFrom: 1,
      }),
      chart({ title: "Reserved room by target", description: "Placeholders, in replicas, stacked." }, [
        { expr: `${reserved} > 0`, legend: "{{namespace}}/{{name}}" },
      ])
        .fillOpacity(35)
        .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group("A")),
      chart(
        {
          title: "Ready beyond what is required",
          description: "Replicas that are Ready now and that no demand, campaign or schedule asks for, stacked.",
        },
        [{ expr: `clamp_min(${ready} - ${required}, 0) > 0`, legend: "{{namespace}}/{{name}}" }],
      )
        .fillOpacity(35)
        .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group("A")),
    ],
  };
}

/** What a campaign's owner asks: does it stand, and why is it so many? */
export function oneTarget(): DashboardRow {
  const of = (metric: string) => each(metric, TARGET);
  return {
    title: "$namespace / $name",
    panels: [
      chart({ title: "Replicas", description: "Reserved room lies on what is Ready; the floor is what is asked." }, [
        { expr: of("headstart_ready_replicas"), legend: "ready" },
        { expr: of("headstart_reserved_replicas"), legend: "reserved" },
        { expr: `max by (namespace, name) (headstart_floor_replicas{${TARGET}})`, legend: "floor" },
        { expr: of("headstart_required_replicas"), legend: "required" },
        { expr: of("headstart_promised_replicas"), legend: "promised" },
      ])
        .span(24)
        .overrideByRegexp("/^(ready|reserved)$/", STACKED_AREA)
        .overrideByName("promised", DASHED),
      chart(
        { title: "Demand", description: "Live demand, and its forecast at the percentile in use, in demand units." },
        [
          { expr: of("headstart_demand"), legend: "demand" },
          { expr: of("headstart_forecast_demand"), legend: "forecast" },
        ],
      ),
      chart({ title: "Floor, by who asks for it", description: "The reason that won; the others ask for less." }, [
        { expr: `max by (source) (headstart_floor_replicas{${TARGET}})`, legend: "{{source}}" },
      ]).fillOpacity(35),
      chart({ title: "Lead time", description: "Expected time from order to the last Ready pod of a batch." }, [
        { expr: of("headstart_lead_time_seconds"), legend: "lead time" },
      ]).unit("s"),
      chart(
        { title: "Skill of the forecast", description: "One minus its error over the best naive one's; 0 is no gain." },
        [{ expr: of("headstart_forecast_skill"), legend: "skill" }],
      ).min(-1),
      new StateTimelineBuilder()
        .title("Input")
        .description("The state of the demand's queries: unknown is told apart from zero.")
        .datasource(DATASOURCE)
        .withTarget(
          new DataqueryBuilder()
            .refId("A")
            .expr(`max by (state) (headstart_input_state{${TARGET}}) > 0`)
            .legendFormat("{{state}}")
            .range(),
        )
        .height(6)
        .span(24),
    ],
  };
}

/** What the on-call asks: do the controllers work at all? */
export function controllers(): DashboardRow {
  return {
    title: "Controllers",
    panels: [
      chart(
        { title: "Turns a second", description: "Failed turns are bugs; retried ones met a conflict or an outage." },
        [
          {
            expr: "sum by (controller, outcome) (rate(headstart_turns_total[$__rate_interval]))",
            legend: "{{controller}} {{outcome}}",
          },
        ],
      ),
      chart({ title: "Memory", description: "Resident memory of each process." }, [
        { expr: "headstart_process_resident_memory_bytes", legend: "{{pod}} {{instance}}" },
      ]).unit("bytes"),
    ],
  };
}
