import type { CampaignStatus } from "../../api/campaign.ts";
import { demandHistory } from "../../adapters/twin/demandHistory.ts";
import { type TwinWorld, twinWorld } from "../../adapters/twin/twinWorld.ts";
import { type Running, startControllers } from "../../controllers/startControllers.ts";
import { forecast } from "../../forecast/forecast.ts";
import type { Log, Telemetry } from "../../ports/telemetry.ts";
import { stored } from "../../twin/objects.ts";
import type { TwinState } from "../../twin/state.ts";
import { filed } from "../../twin/writes.ts";
import { MINUTE } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import type { Change, Row } from "../../web/recording.ts";
import { floorChanges } from "./floorChanges.ts";
import type { Mishap, Story } from "./story.ts";
import { autoscalerSpec, storyDemand, storyTwin } from "./storyTwin.ts";
import { type Moment, momentOf, rowOf, standsStill, type Watched } from "./watchTarget.ts";

/** What one way through the story left behind. */
export interface Play {
  /** Every minute. */
  readonly rows: readonly Row[];
  /** One for each change. */
  readonly moments: readonly Moment[];
  readonly changes: readonly Change[];
  /** Of the campaign, once it is over and given back. */
  readonly outcome?: CampaignStatus["outcome"];
  /** Turns of a controller that ended with a bug. */
  readonly bugs: readonly string[];
}

export interface PlaySettings {
  /** `headstart`: with our controllers; the others leave the HPA alone, from this minimum up. */
  readonly way: "headstart" | { readonly heldAt: number };
  /** Called after each minute with all that was seen so far; the play goes on when it resolves. */
  readonly minute?: (play: Play, now: Instant) => Promise<void>;
}

/** Plays a story from its start to its end on a twin of its own. */
export async function playStory(story: Story, { way, minute }: PlaySettings): Promise<Play> {
  const demand = storyDemand(story);
  const least = way === "headstart" ? story.autoscaler.minReplicas : way.heldAt;
  const world = twinWorld(storyTwin(story, demand, least), demand);
  const watched = watchedIn(story);
  const play = {
    ...{ rows: [] as Row[], moments: [] as Moment[], changes: [] as Change[], bugs: [] as string[] },
    outcome: undefined as CampaignStatus["outcome"],
  };
  const cast = controllersOn(world, demandHistory(demand, world.clock), play.bugs);
  const changes = floorChanges(world.cluster, watched.key, () => cast.running()?.board);

  const idle = () => cast.running()?.settled() ?? Promise.resolve();
  function shown(): void {
    const moment = momentOf(world.state(), watched.key);
    if (!standsStill(play.moments.at(-1), moment)) play.moments.push(moment);
    play.changes.push(...changes.taken(moment.at));
  }

  if (way === "headstart") {
    for (const object of story.objects) fileOrThrow(world, object);
    cast.start();
  }
  let mishaps = way === "headstart" ? story.mishaps : [];
  for (let now = story.start; now <= story.end; now = instant(now + MINUTE)) {
    for (const mishap of mishaps.filter(({ at }) => at <= now)) {
      await world.playTo(instant(Math.max(world.clock.now(), mishap.at)), idle, shown);
      await happen(mishap, { world, story, cast });
    }
    mishaps = mishaps.filter(({ at }) => at > now);
    await world.playTo(now, idle, shown);
    play.rows.push(rowOf(world.state(), watched, { demand, board: cast.running()?.board }));
    play.outcome = outcomeIn(world.state(), watched.campaign);
    await minute?.(play, now);
  }
  await cast.stop();
  return play;
}

function watchedIn(story: Story): Watched {
  const { namespace, name } = story.deployment;
  const { perReplica, signals } = autoscalerSpec(story).demand;
  const campaign = { namespace, name: story.promises.campaign.name };
  return { key: { namespace, name }, campaign, query: signals[0]?.query ?? "", perReplica };
}

function outcomeIn(state: TwinState, campaign: Watched["campaign"]): CampaignStatus["outcome"] {
  return (stored(state, "Campaign", campaign)?.status as CampaignStatus | undefined)?.outcome;
}

interface Cast {
  start(): void;
  stop(): Promise<void>;
  running(): Running | undefined;
}

/** The same controllers that run on a cluster; only what surrounds them is simulated. */
function controllersOn(world: TwinWorld, history: ReturnType<typeof demandHistory>, bugs: string[]): Cast {
  let running: Running | undefined;
  const log: Log = {
    info: () => {},
    warn: () => {},
    error: (message, details) => void bugs.push(`${message}: ${String(details?.["error"] ?? "")}`),
  };
  const telemetry: Telemetry = { target: () => {}, forget: () => {}, turn: () => {} };
  return {
    running: () => running,
    start() {
      const forecaster = { forecast: (request: Parameters<typeof forecast>[0]) => Promise.resolve(forecast(request)) };
      const { cluster, clock } = world;
      running ??= startControllers({ cluster, clock, history, forecaster, telemetry, log, which: "all" });
    },
    async stop() {
      await running?.stop();
      running = undefined;
    },
  };
}

async function happen(
  { what }: Mishap,
  { world, story, cast }: { readonly world: TwinWorld; readonly story: Story; readonly cast: Cast },
): Promise<void> {
  switch (what) {
    case "controllers stop":
      return cast.stop();
    case "controllers start":
      return cast.start();
    case "autoscaler is suspended": {
      const object = stored(world.state(), "PredictiveAutoscaler", story.deployment);
      if (object !== undefined) fileOrThrow(world, { ...object, spec: { ...(object.spec as object), suspend: true } });
    }
  }
}

function fileOrThrow(world: TwinWorld, object: Story["objects"][number]): void {
  const change = world.attempt((state: TwinState) => filed(state, object));
  if (!change.ok) throw new Error(change.failure.message);
}
