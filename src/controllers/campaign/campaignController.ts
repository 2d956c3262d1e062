import type { Campaign, CampaignStatus } from "../../api/campaign.ts";
import type { ObjectKey } from "../../api/metadata.ts";
import { UNDER_WAY } from "../../plan/campaigns/campaignPhase.ts";
import type { Cluster, RawObject } from "../../ports/cluster.ts";
import { SECOND } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import type { Board } from "../board.ts";
import { conditionsFrom, fitted } from "../conditions.ts";
import { describeFailures, readOwn } from "../ownObjects.ts";
import { targetsNamedBy } from "../predictiveAutoscaler/watchAutoscalers.ts";
import { publishStatus, turnAfter } from "../publishStatus.ts";
import { type Controller, type Surroundings, controllerOf, keyOfText, textOfKey } from "../runtime/controller.ts";
import type { Turn } from "../runtime/keyedQueue.ts";
import { specChanged } from "../specChanged.ts";
import { announceCampaign } from "./announceCampaign.ts";
import { ASK_EVERY, historyAsker } from "./askHistory.ts";
import { mergeCampaign } from "./mergeCampaign.ts";
import { viewsOf, waitsForTarget } from "./observeCampaign.ts";
import { isOpen } from "./outcome.ts";
import { saysNothingNew } from "./saysNothingNew.ts";
import type { TargetView } from "./targetView.ts";

/** Says of each campaign where it stands: phase, promises, conditions, and at its start the verdict. */
export function campaignController(surroundings: Surroundings, board: Board): Controller {
  const { cluster, clock } = surroundings;
  const asker = historyAsker(surroundings);
  /** What was written last, and on which object: the view may still show that one when the next turn comes. */
  const written = new Map<string, { readonly on: RawObject; readonly status: CampaignStatus }>();

  async function turn(text: string): Promise<Turn> {
    const key = keyOfText(text);
    const raw = cluster.get("Campaign", key);
    if (raw === undefined) {
      asker.forget(key);
      written.delete(text);
      return { kind: "done" };
    }
    const now = clock.now();
    const read = readOwn("Campaign", raw);
    if (!read.ok) return writeInvalid(cluster, key, { message: describeFailures(read.failure), raw, now });
    const last = written.get(text);
    // What it says is added up: a turn that began anew from before the last write would take back what that said.
    const campaign = last?.on === raw ? { ...read.value, status: last.status } : read.value;
    // After a start the status says more than this process knows: it is left alone until every target was looked at.
    if (waitsForTarget(cluster, board, campaign)) return { kind: "done" };
    const targets = viewsOf({ cluster, board, now }, campaign);
    const next = nextMoment(targets, now);
    const status = await asker.complete(mergeCampaign({ campaign, targets, now }), { campaign: key, now, next });
    const done: Turn = { kind: "done", lookAgainAt: nextLook(status, next, now) };
    if (saysNothingNew(campaign.status, status)) return done;
    const change = { key: { ...key, uid: raw.metadata.uid }, before: campaign.status, status };
    const published = await publishStatus(cluster, "Campaign", change);
    if (!published.ok) return turnAfter(published);
    if (published.value === "Written") written.set(text, { on: raw, status });
    if (published.value === "Written") announceCampaign(cluster, campaign, status);
    return done;
  }

  return controllerOf(
    {
      name: "campaign",
      concurrency: 4,
      longestDelay: 30_000,
      turn,
      watch: (add, hint) => {
        const addNaming = (autoscaler: ObjectKey) => {
          for (const raw of cluster.list("Campaign", autoscaler.namespace)) {
            if (targetsNamedBy(raw).includes(autoscaler.name)) add(textOfKey(raw.metadata));
          }
        };
        const ends = [
          cluster.subscribe("Campaign", (key, before, after) => {
            (specChanged(before, after) ? add : hint)(textOfKey(key));
          }),
          cluster.subscribe("PredictiveAutoscaler", addNaming),
          board.onSeen(addNaming),
          board.onCampaign((key) => add(textOfKey(key))),
        ];
        for (const { metadata } of cluster.list("Campaign")) add(textOfKey(metadata));
        return ends;
      },
    },
    surroundings,
  );
}

/** While pods come and go for it, its counts are followed. */
const FOLLOW_EVERY = 30 * SECOND;

/** The start decides the verdict, so that instant is not left to chance. */
function nextMoment(targets: readonly TargetView[], now: Instant): Instant | undefined {
  const moments = targets
    .flatMap(({ plan }) => [
      plan?.reserveAt,
      plan?.orderAt,
      plan?.readyBy,
      plan?.occurrence?.start,
      plan?.occurrence?.end,
    ])
    .filter((at) => at !== undefined)
    .filter((at) => at > now);
  return moments.length === 0 ? undefined : instant(Math.min(...moments));
}

function nextLook({ phase, outcome }: CampaignStatus, next: Instant | undefined, now: Instant): Instant | undefined {
  const moments = [
    ...(next === undefined ? [] : [next]),
    ...(phase !== undefined && UNDER_WAY.includes(phase) ? [now + FOLLOW_EVERY] : []),
    ...(outcome !== undefined && isOpen(outcome, now) ? [now + ASK_EVERY] : []),
  ];
  return moments.length === 0 ? undefined : instant(Math.min(...moments));
}

async function writeInvalid(
  cluster: Cluster,
  key: ObjectKey,
  {
    message,
    raw,
    now,
  }: { message: string; raw: { readonly metadata: Campaign["metadata"]; readonly status?: unknown }; now: Instant },
): Promise<Turn> {
  const previous = raw.status as CampaignStatus | undefined;
  const generation = raw.metadata.generation;
  const finding = { status: false, reason: "InvalidSpec", message: fitted(message, 4096) } as const;
  const { verdict, account, outcome } = previous ?? {};
  const status: CampaignStatus = {
    ...(verdict === undefined ? {} : { verdict }),
    ...(account === undefined ? {} : { account }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    phase: "Invalid",
    conditions: conditionsFrom(
      [
        { type: "Ready", ...finding },
        { type: "Stalled", ...finding, status: true },
      ],
      previous?.conditions,
      { now, generation },
    ),
  };
  const exactly = { ...key, uid: raw.metadata.uid };
  return turnAfter(await publishStatus(cluster, "Campaign", { key: exactly, before: previous, status }));
}
