import type { ObjectKey } from "../../api/metadata.ts";
import type { RawObject, WriteFailure } from "../../ports/cluster.ts";
import { failed, type Result, success } from "../../units/result.ts";
import type { KubeConnection } from "./kubeConnection.ts";
import { collectionPath, objectPath, RESOURCES } from "./resources.ts";
import { failureOfAnswer, writeFailure } from "./writeFailure.ts";

/** More campaigns than this are not read at once. */
const MOST_CAMPAIGNS = 10_000;
const PAGE = 500;

/** Campaigns as their owners see them: read as they are, filed as they are given. */
export interface CampaignDesk {
  /** @param namespace undefined: all */
  list(namespace: string | undefined): Promise<Result<readonly RawObject[], WriteFailure>>;
  show(key: ObjectKey): Promise<Result<RawObject, WriteFailure>>;
  /** Fails with `Conflict` when the name is taken. */
  file(campaign: RawObject): Promise<Result<RawObject, WriteFailure>>;
}

export function campaignDesk(connection: KubeConnection): CampaignDesk {
  async function ask<T>(what: string, ...call: Parameters<KubeConnection["call"]>): Promise<Result<T, WriteFailure>> {
    try {
      const answer = await connection.call(...call);
      return answer.status < 300
        ? success(answer.body as T)
        : failed(failureOfAnswer(answer.status, what, answer.body));
    } catch (cause) {
      return failed(writeFailure("Unavailable", `${what}: ${String(cause)}`, cause));
    }
  }

  return {
    async list(namespace) {
      const path = collectionPath(RESOURCES.Campaign, namespace);
      const all: RawObject[] = [];
      let token: string | undefined;
      do {
        const query = token === undefined ? "" : `&continue=${encodeURIComponent(token)}`;
        const page = await ask<Page>("list campaigns", "GET", `${path}?limit=${PAGE}${query}`);
        if (!page.ok) return page;
        all.push(...page.value.items.map((item) => ({ ...item, kind: "Campaign" as const })));
        token = page.value.metadata?.continue === "" ? undefined : page.value.metadata?.continue;
      } while (token !== undefined && all.length < MOST_CAMPAIGNS);
      return success(all);
    },
    show: (key) => ask("read the campaign", "GET", objectPath("Campaign", key)),
    file: (campaign) =>
      ask("file the campaign", "POST", collectionPath(RESOURCES.Campaign, campaign.metadata.namespace), {
        body: campaign,
      }),
  };
}

interface Page {
  readonly items: readonly RawObject[];
  readonly metadata?: { readonly continue?: string };
}
