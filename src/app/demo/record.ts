import type { Instant } from "../../units/instant.ts";
import type { Cost, Recording, Row } from "../../web/recording.ts";
import { judge } from "./judge.ts";
import type { Play } from "./playStory.ts";
import type { Story } from "./story.ts";
import { autoscalerSpec, campaignWindow } from "./storyTwin.ts";

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
    campaigns: [{ name: story.promises.campaign.name, start: campaign.start, end: campaign.end }],
    verdicts: judge({ story, campaign, moments: play.moments, rows: play.rows, now }),
    costs: [costOf("headstart", play.rows), ...others],
  };
}

const HOUR_OF_MINUTES = 60;

/** A row stands for the minute that begins with it; all ways are counted alike. */
export function costOf(way: string, rows: readonly Row[]): Cost {
  const hours = (count: (row: Row) => number) => rows.reduce((sum, row) => sum + count(row), 0) / HOUR_OF_MINUTES;
  return {
    way,
    replicaHours: hours(({ replicas }) => replicas),
    reservedHours: hours(({ reserved }) => reserved),
    minutesShort: rows.filter(({ ready, required }) => ready < required).length,
  };
}
