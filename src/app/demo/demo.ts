import type { Instant } from "../../units/instant.ts";
import type { Cost, Recording } from "../../web/recording.ts";
import { type Play, playStory } from "./playStory.ts";
import { costOf, recordingOf } from "./record.ts";
import type { Story } from "./story.ts";
import { storyPrice } from "./storyTwin.ts";

export interface DemoSettings {
  readonly story: Story;
  /** Simulated seconds a second; Infinity plays as fast as it can be computed. */
  readonly speed: number;
  /** Called after each simulated minute. */
  readonly show: (recording: Recording) => void;
  readonly stopping: AbortSignal;
}

/** Plays the story with our controllers, beside the same evening without them, and tells how it went. */
export async function demo({ story, speed, show, stopping }: DemoSettings): Promise<Recording> {
  let others: readonly Cost[] = [];
  show(recordingOf(story, { rows: [], moments: [], changes: [], bugs: [] }, { now: story.start, others }));
  // Beside the play rather than ahead of it: whoever opens the page sees it begin at once.
  const compared = otherWays(story).then((costs) => (others = costs));
  const pace = paceOf(story.start, speed, stopping);
  let last: Play | undefined;
  const played = playStory(story, {
    way: "headstart",
    minute: async (soFar, now) => {
      last = soFar;
      show(recordingOf(story, soFar, { now, others }));
      await pace(now);
    },
  });
  const [play] = await Promise.all([played, compared]);
  if (play.bugs.length > 0) throw new Error(`a controller failed: ${play.bugs[0]}`);
  return recordingOf(story, last ?? play, { now: story.end, others });
}

/** What the same evening costs with the HPA alone, and with the campaign's replicas held all the time. */
async function otherWays(story: Story): Promise<readonly Cost[]> {
  const { minReplicas } = story.autoscaler;
  const held = story.promises.campaign.replicas;
  const price = storyPrice(story);
  const alone = await playStory(story, { way: { heldAt: minReplicas }, minute: breath });
  const always = await playStory(story, { way: { heldAt: held }, minute: breath });
  return [costOf("HPA alone", alone.rows, price), costOf(`${held} held all the time`, always.rows, price)];
}

/** Lets everything else that waits, the page's readers above all, have its turn. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits until the real time has caught up with the simulated one; after an abort it waits no more. */
function paceOf(start: Instant, speed: number, stopping: AbortSignal): (now: Instant) => Promise<void> {
  const began = performance.now();
  return async (now) => {
    const ahead = (now - start) / speed - (performance.now() - began);
    if (ahead <= 0 || stopping.aborted) return breath();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, ahead);
      function done(): void {
        clearTimeout(timer);
        stopping.removeEventListener("abort", done);
        resolve();
      }
      stopping.addEventListener("abort", done);
    });
  };
}
