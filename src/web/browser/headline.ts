import type { CampaignRecording, Recording, TargetRecording, Verdict } from "../recording.ts";
import { saving, shownHours } from "./costWords.ts";
import { amount, counted, duration, sentence } from "./words.ts";

/** What somebody has read who reads nothing else. */
export interface Headline {
  readonly state: Verdict["state"];
  readonly title: string;
  readonly detail: string;
}

/** @param target the deployment that is looked at, for the numbers of the moment */
export function headlineOf(recording: Recording, target: TargetRecording | undefined): Headline {
  const broken = recording.verdicts.find(({ state }) => state === "broken");
  if (broken !== undefined) {
    const detail = [...stands(recording, target), standing(recording)].join(" ");
    return { state: "broken", title: sentence(broken.text), detail };
  }
  const leading = leadingVerdict(recording);
  const detail = [standing(recording), ...ahead(recording, leading), ...spent(recording)];
  if (leading?.state === "held") {
    return {
      state: "held",
      title: sentence(leading.text),
      detail: [...stands(recording, target), ...detail].join(" "),
    };
  }
  return {
    state: recording.finished && leading === undefined ? "held" : "pending",
    title: moment(recording, target),
    detail: detail.join(" "),
  };
}

/** The promise that the evening is about: the campaign's replicas are ready; else any that speaks of ready ones. */
function leadingVerdict({ verdicts, campaigns }: Recording): Verdict | undefined {
  const ofReadiness = verdicts.filter(({ promise, text }) => /\bready\b/i.test(`${promise} ${text}`));
  const names = campaigns.flatMap(({ name }) => [name, name.split("/").at(-1) ?? name]);
  const ofCampaign = ofReadiness.find(({ promise, text }) =>
    ["campaign", ...names].some((word) => `${promise} ${text}`.toLowerCase().includes(word.toLowerCase())),
  );
  return ofCampaign ?? ofReadiness[0] ?? verdicts[0];
}

/** `All 5 promises held`, `2 of 5 promises held so far`, `1 of 5 promises broken: …` */
function standing({ verdicts, finished }: Recording): string {
  const of = (state: Verdict["state"]) => verdicts.filter((verdict) => verdict.state === state);
  const [held, broken] = [of("held").length, of("broken")];
  const all = counted(verdicts.length, "promise");
  if (verdicts.length === 0) return "Nothing was promised.";
  if (broken.length > 0)
    return `${broken.length} of ${all} broken: ${broken.map(({ promise }) => promise).join("; ")}.`;
  if (held === verdicts.length) return verdicts.length === 1 ? "The one promise held." : `All ${all} held.`;
  return finished
    ? `${held} of ${all} held; the others never came due.`
    : `${held} of ${all} held so far, none broken.`;
}

/** Once a promise is judged the title speaks of what was; how it stands now is asked as long as the evening lasts. */
function stands(recording: Recording, target: TargetRecording | undefined): readonly string[] {
  const isOver = recording.finished || target === undefined || target.rows.length === 0;
  return isOver ? [] : [`Now ${moment(recording, target)}.`];
}

/** What the evening is about, while it is not decided: numbers of the moment alone can look like trouble. */
function ahead({ finished }: Recording, leading: Verdict | undefined): readonly string[] {
  return finished || leading?.state !== "pending" ? [] : [`To come: ${leading.promise}.`];
}

/** `It took 660 replica-hours, 52% less than “120 all day”.` */
function spent({ costs, finished }: Recording): readonly string[] {
  const [own] = costs;
  const saved = saving(costs);
  if (own === undefined || saved === undefined || !finished) return [];
  return [`It took ${amount(shownHours(own))} replica-hours, ${saved.percent}% less than “${saved.than}”.`];
}

/** The numbers of the moment, and how far away the campaign is. */
function moment({ campaigns }: Recording, target: TargetRecording | undefined): string {
  const row = target?.rows.at(-1);
  if (row === undefined) return "Waiting for the first numbers …";
  const ready = row.ready < row.floor ? `${row.ready} of ${row.floor} replicas ready` : `${row.ready} replicas ready`;
  const room = row.reserved > 0 ? `room held for ${row.reserved} more` : "";
  return [ready, room, whereabouts(campaigns, row.at)].filter((part) => part !== "").join(", ");
}

function whereabouts(campaigns: readonly CampaignRecording[], at: number): string {
  const current = campaigns.find(({ start, end }) => start <= at && at < end);
  if (current !== undefined) return `${duration(at - current.start)} into ${current.name}`;
  const next = campaigns.filter(({ start }) => start > at).toSorted((a, b) => a.start - b.start)[0];
  if (next !== undefined) return `${duration(next.start - at)} before ${next.name} starts`;
  const last = campaigns.toSorted((a, b) => b.end - a.end)[0];
  return last === undefined ? "" : `${duration(at - last.end)} after ${last.name}`;
}
