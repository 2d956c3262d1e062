import { mulberry32 } from "../../src/backtest/mulberry32.ts";
import type { CampaignRecording, Change, Recording, Row, TargetRecording, Verdict } from "../../src/web/recording.ts";

export interface PlayOptions {
  readonly seed: number;
  /** The play is under way until then; without it it is finished. */
  readonly until?: string;
  /** Replicas are ordered so late that they are not there at the start. */
  readonly late?: boolean;
  readonly targets?: readonly string[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const START = Date.parse("2026-11-10T17:00:00+08:00");
export const END = Date.parse("2026-11-11T04:30:00+08:00");
export const CAMPAIGN: CampaignRecording = {
  name: "double-eleven",
  start: Date.parse("2026-11-11T00:00:00+08:00"),
  end: Date.parse("2026-11-11T02:00:00+08:00"),
};
const EVERY = 30_000;
const PER_REPLICA = 27.5;
const LOADING = 4 * MINUTE;
const PROMISED = 120;

/** An evening as a play of it would be recorded: a learned peak at 20:00, a campaign from 00:00 to 02:00. */
export function plausibleRecording(options: PlayOptions): Recording {
  const until = options.until === undefined ? END : Date.parse(options.until);
  const targets = (options.targets ?? ["face-fusion"]).map((name, index) =>
    targetOf(name, { ...options, seed: options.seed + index, until }),
  );
  const verdicts = verdictsOf(targets[0], until);
  return {
    title: "Double Eleven",
    timeZone: "Asia/Shanghai",
    demandUnit: "images/s",
    start: START,
    end: END,
    finished: options.until === undefined,
    targets,
    campaigns: [CAMPAIGN],
    verdicts,
    costs:
      options.until === undefined
        ? [
            {
              way: "Headstart",
              replicaHours: 602.4,
              reservedHours: 58.3,
              money: { amount: "1651.75", currency: "EUR" },
              minutesShort: options.late === true ? 12.5 : 0,
            },
            {
              way: "HPA alone",
              replicaHours: 541.9,
              reservedHours: 0,
              money: { amount: "1354.75", currency: "EUR" },
              minutesShort: 23.5,
            },
            { way: "120 all day", replicaHours: 1380, reservedHours: 0, minutesShort: 0 },
          ]
        : [],
  };
}

function clock(text: string): number {
  const day = text < "12:00" ? "11" : "10";
  return Date.parse(`2026-11-${day}T${text}:00+08:00`);
}

function expectedDemand(at: number): number {
  if (at >= CAMPAIGN.start && at < CAMPAIGN.end) return 2850;
  if (at < clock("19:55")) return 450;
  if (at < clock("20:00")) return 450 + (550 * (at - clock("19:55"))) / (5 * MINUTE);
  if (at < clock("22:00")) return 1000;
  return at < clock("23:00") ? 1000 - (550 * (at - clock("22:00"))) / HOUR : at < CAMPAIGN.end ? 450 : 150;
}

function floorChanges(late: boolean): readonly Change[] {
  const forecast = (level: number) => `forecast at the 95th percentile with 10% headroom asks for ${level}`;
  const campaign = `campaign vision/double-eleven asks for ${PROMISED}`;
  const stepDown = `scale-in since 2026-11-10T18:00:00Z: in steps from ${PROMISED} to 4`;
  const steps: readonly (readonly [string, number, string])[] = [
    ["17:01", 19, forecast(19)],
    ["19:47", 42, forecast(42)],
    ["22:20", 33, forecast(33)],
    ["22:40", 26, forecast(26)],
    ["23:05", 19, forecast(19)],
    [late ? "23:58" : "23:32", PROMISED, campaign],
    ["02:00", 81, stepDown],
    ["02:05", 42, stepDown],
    ["02:10", 7, forecast(7)],
    ["03:10", 4, "no window is in force: the found minimum of 4 is given back"],
  ];
  let from = 4;
  return steps.map(([at, to, reason]) => {
    const change = { at: clock(at), from, to, reason };
    from = to;
    return change;
  });
}

function targetOf(
  name: string,
  { seed, until, late = false }: { readonly seed: number; readonly until: number; readonly late?: boolean },
): TargetRecording {
  const next = mulberry32(seed);
  const changes = floorChanges(late);
  const rows: Row[] = [];
  // What an HPA would have, with its tolerance of 10 %.
  let live = 18;
  let orders: readonly { readonly at: number; readonly count: number }[] = [{ at: START - HOUR, count: 18 }];
  for (let at = START; at <= until; at += EVERY) {
    const demand = Math.round(expectedDemand(at) * (1 + 0.04 * (next() - 0.5)));
    const floor = changes.findLast((change) => change.at <= at)?.to ?? 4;
    live = Math.abs(demand / 22 / live - 1) > 0.1 ? Math.ceil(demand / 22) : live;
    const wanted = Math.max(floor, live);
    orders = ordered(orders, wanted, at);
    const replicas = orders.reduce((sum, { count }) => sum + count, 0);
    const reserving = at >= clock("22:45") && at < CAMPAIGN.end;
    const nodes = reserving ? Math.min(1, (at - clock("22:45")) / (6 * MINUTE)) : 0;
    rows.push({
      at,
      demand,
      forecast: at < START + 5 * MINUTE ? null : Math.round(forecastOf(at)),
      floor,
      required: Math.ceil(demand / PER_REPLICA),
      ready: orders.filter((order) => order.at + LOADING <= at).reduce((sum, { count }) => sum + count, 0),
      replicas,
      reserved: Math.max(0, Math.round((PROMISED - replicas) * nodes)),
      phase: phaseAt(at, floor),
    });
  }
  return {
    namespace: "vision",
    name,
    perReplica: PER_REPLICA,
    rows,
    changes: changes.filter((change) => change.at <= until),
  };
}

/** History knows the evening, and nothing of the campaign. */
function forecastOf(at: number): number {
  const usual = at >= CAMPAIGN.start && at < CAMPAIGN.end ? 450 : expectedDemand(at);
  return usual * 1.05;
}

/** What is missing is ordered at once; what is too much goes, the youngest first. */
function ordered(
  orders: readonly { readonly at: number; readonly count: number }[],
  wanted: number,
  at: number,
): readonly { readonly at: number; readonly count: number }[] {
  const have = orders.reduce((sum, { count }) => sum + count, 0);
  if (have < wanted) return [...orders, { at, count: wanted - have }];
  let surplus = have - wanted;
  return orders
    .toReversed()
    .map((order) => {
      const gone = Math.min(order.count, surplus);
      surplus -= gone;
      return { at: order.at, count: order.count - gone };
    })
    .filter(({ count }) => count > 0)
    .toReversed();
}

function phaseAt(at: number, floor: number): string {
  if (at < clock("22:45")) return "Scheduled";
  if (at >= CAMPAIGN.end) return at < clock("02:15") ? "ScalingIn" : "Completed";
  if (at >= CAMPAIGN.start) return "Active";
  if (floor < PROMISED) return "Reserving";
  return at < clock("23:37") ? "PreScaling" : "Ready";
}

function verdictsOf(target: TargetRecording | undefined, until: number): readonly Verdict[] {
  const readyAt = (at: number) => target?.rows.findLast((row) => row.at <= at)?.ready ?? 0;
  const ready = readyAt(clock("23:45"));
  const judged = (due: number, held: boolean): Verdict["state"] => (until < due ? "pending" : held ? "held" : "broken");
  const told = (due: number, text: string) => (until < due ? "" : text);
  return [
    {
      promise: "the learned evening peak is met",
      state: judged(clock("20:00"), readyAt(clock("20:00")) >= 40),
      text: told(clock("20:00"), `${readyAt(clock("20:00"))} ready at 20:00, 40 were needed`),
    },
    {
      promise: "double-eleven is ready in time",
      state: judged(clock("23:45"), ready >= PROMISED),
      text: told(clock("23:45"), `${ready} of ${PROMISED} ready at 23:45, 15 min before the start`),
    },
    {
      promise: "room before replicas",
      state: judged(clock("23:00"), true),
      text: told(clock("23:00"), "room for 120 held from 22:51 on, never for more"),
    },
    {
      promise: "enough all through the campaign",
      state: judged(CAMPAIGN.end, readyAt(CAMPAIGN.start) >= 104),
      text: told(CAMPAIGN.end, `at least ${Math.min(PROMISED, readyAt(CAMPAIGN.start))} ready, 104 were needed`),
    },
    {
      promise: "everything is given back",
      state: judged(clock("03:30"), true),
      text: told(clock("03:30"), "the minimum is 4 again since 03:10, no placeholder is left"),
    },
  ];
}
