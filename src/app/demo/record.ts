import type { ScalingPolicySpec } from "../../api/scalingPolicy.ts";
import { priced } from "../../plan/campaigns/price.ts";
import type { Instant } from "../../units/instant.ts";
import type { Cost, Recording, Row } from "../../web/recording.ts";
import { judge } from "./judge.ts";
import type { Play } from "./playStory.ts";
import type { Story } from "./story.ts";
import { autoscalerSpec, campaignWindow, storyPrice } from "./storyTwin.ts";

/** Everything that the page shows and the verdict rests on, as of now. */
export function recordingOf(
  story: Story,
  play: Play,
  { now, others }: { now: Instant; others: readonly Cost[] },
): Recording {
  const { namespace, name } = story.deployment;
  const campaign = campaignWindow(story);
  return {
    title: story.title,
    timeZone: story.timeZone,
    demandUnit: story.demandUnit,
    start: story.start,
    end: story.end,
    finished: now >= story.end,
    targets: [
      {
        ...{ namespace, name },
        perReplica: autoscalerSpec(story).demand.perReplica,
        rows: [...play.rows],
        changes: [...play.changes],
      },
    ],
    campaigns: [
      {
        ...{ name: story.promises.campaign.name, start: campaign.start, end: campaign.end },
        ...(play.outcome === undefined ? {} : { outcome: play.outcome }),
      },
    ],
    verdicts: judge({ story, campaign, moments: play.moments, rows: play.rows, now }),
    costs: [costOf("headstart", play.rows, storyPrice(story)), ...others],
  };
}

const HOUR_OF_MINUTES = 60;

/** A row stands for the minute that begins with it; all ways are counted alike. */
export function costOf(way: string, rows: readonly Row[], price: ScalingPolicySpec["price"]): Cost {
  const hours = (count: (row: Row) => number) => rows.reduce((sum, row) => sum + count(row), 0) / HOUR_OF_MINUTES;
  const [replicaHours, reservedHours] = [hours(({ replicas }) => replicas), hours(({ reserved }) => reserved)];
  const money = priced(replicaHours + reservedHours, price);
  return {
    way,
    replicaHours,
    reservedHours,
    ...(money === undefined ? {} : { money }),
    minutesShort: rows.filter(({ ready, required }) => ready < required).length,
  };
}
