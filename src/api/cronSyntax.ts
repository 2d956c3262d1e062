interface CronField {
  readonly title: string;
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** The five fields of a CronJob, in their order; 7 is Sunday too, as crontab has it. */
const FIELDS: readonly CronField[] = [
  { title: "minute", least: 0, most: 59, names: [] },
  { title: "hour", least: 0, most: 23, names: [] },
  { title: "day of month", least: 1, most: 31, names: [] },
  { title: "month", least: 1, most: 12, names: MONTHS },
  { title: "day of week", least: 0, most: 7, names: WEEKDAYS },
];

/** The most days a month can have, 29 for February. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What crontab's short words stand for. */
const MACROS: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * SUN",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

/**
 * What is wrong with a schedule of five fields; undefined when nothing is.
 * Refuses what CronJob refuses: seconds, `L`, `#`, `W`, and dates that never come, such as 30 February. Macros, too,
 * with what they stand for: whose midnight `@daily` is should be read, not known.
 */
export function cronProblem(text: string): string | undefined {
  const words = text.trim().split(/\s+/);
  const meant = MACROS[text.trim().toLowerCase()];
  if (meant !== undefined) {
    return `a schedule has five fields (minute hour day month weekday): write "${meant}" for ${text.trim()}`;
  }
  if (/^(CRON_)?TZ=/.test(text)) return "a schedule does not name a zone: set timeZone instead";
  if (words.length !== FIELDS.length || words[0] === "") {
    const found = words[0] === "" ? 0 : words.length;
    return `a schedule has five fields (minute hour day month weekday), this one has ${found}`;
  }
  const sets: ReadonlySet<number>[] = [];
  for (const [index, field] of FIELDS.entries()) {
    const values = valuesOf(words[index] ?? "", field);
    if (typeof values === "string") return `the field "${field.title}" ${values}`;
    sets.push(values);
  }
  return dateComes(sets, words) ? undefined : "no month has such a day: the schedule never starts";
}

/** The values that a field stands for, or what is wrong with it. */
function valuesOf(word: string, field: CronField): ReadonlySet<number> | string {
  // A step from one weekday, or mixed into a list, is read differently by different crons: does it reach Sunday?
  if (field.names === WEEKDAYS && /^[^*?-]+\/|,.*[*?/]|[*?/].*,/.test(word)) {
    return `is ambiguous at "${word}": write the days out, such as MON,WED,FRI`;
  }
  const values = new Set<number>();
  for (const item of word.split(",")) {
    const span = spanOf(item, field);
    if (typeof span === "string") return span;
    for (let number = span.from; number <= span.to; number += span.step) {
      const value = field.names === WEEKDAYS ? number % 7 : number;
      if (values.has(value)) return `names ${value} twice`;
      values.add(value);
    }
  }
  return values;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

function spanOf(item: string, field: CronField): Span | string {
  const match = /^([*?]|[A-Za-z0-9]+)(?:-([A-Za-z0-9]+))?(?:\/([0-9]{1,4}))?$/.exec(item);
  if (match === null) return `cannot be read at "${item}"`;
  const [, first = "", last, every] = match;
  const step = every === undefined ? 1 : Number(every);
  if (step < 1) return "has a step of 0";
  // Both names of Sunday are readable, but a star means each weekday once.
  const most = field.names === WEEKDAYS ? 6 : field.most;
  if (/[*?]/.test(first)) {
    return last === undefined ? { from: field.least, to: most, step } : `cannot be read at "${item}"`;
  }
  const from = valueOf(first, field);
  // `5/15` runs to the end of the field, a lone `5` does not.
  const open = every === undefined ? from : field.most;
  const to = last === undefined ? open : valueOf(last, field);
  if (from === undefined || to === undefined) return `must lie in ${field.least} to ${field.most}, at "${item}"`;
  return from <= to ? { from, to, step } : `runs backwards at "${item}": list both parts, such as 22,23,0,1`;
}

function valueOf(word: string, field: CronField): number | undefined {
  const named = field.names.indexOf(word.toUpperCase());
  if (named >= 0) return named + field.least;
  if (!/^[0-9]{1,2}$/.test(word)) return undefined;
  const value = Number(word);
  return value >= field.least && value <= field.most ? value : undefined;
}

/** False for days that none of the months has, unless weekdays are named too: then either suffices. */
function dateComes(sets: readonly ReadonlySet<number>[], words: readonly string[]): boolean {
  const [, , days = new Set<number>(), months = new Set<number>()] = sets;
  if (!/^[*?](\/0*1)?$/.test(words[4] ?? "")) return true;
  return [...months].some((month) => [...days].some((day) => day <= (LONGEST[month - 1] ?? 0)));
}
