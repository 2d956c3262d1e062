import { demandHistory } from "../../../src/adapters/twin/demandHistory.ts";
import { type TwinWorld, twinWorld } from "../../../src/adapters/twin/twinWorld.ts";
import { HOUR, MINUTE, SECOND } from "../../../src/units/duration.ts";
import { formatInstant, type Instant, instant } from "../../../src/units/instant.ts";
import type { Act, Deed, Edit, Fault, Loss } from "./acts.ts";
import { drawFrom } from "./draw.ts";
import { leadersOf } from "./leaders.ts";
import { type Later, lossesIn } from "./losses.ts";
import { type MortalProcess, mortalProcess } from "./mortalProcess.ts";
import { type People, peopleOf } from "./people.ts";
import { promisesBroken } from "./promises.ts";
import { remainsOf, theEnd } from "./rest.ts";
import { returnTime } from "./randomWorld.ts";
import { startsSeen } from "./starts.ts";
import { demandOf, twinOf } from "./twinOf.ts";
import { verdictsBroken, verdictsIn } from "./verdicts.ts";
import { type Span, type Watch, watchOver } from "./watch.ts";
import { historyUnder, weatherOn } from "./weather.ts";
import { NAMESPACE, type World } from "./world.ts";

export interface Played {
  /** What did not hold; empty when all did. */
  readonly broken: readonly string[];
  /** What happened, one line each. */
  readonly trace: readonly string[];
  /** What the people's objects are like at the end, as text. */
  readonly left: string;
}

/** Plays a world from its start until an hour after everything is over. */
export async function play(world: World): Promise<Played> {
  const demand = demandOf(world);
  const twin = twinWorld(twinOf(world), demand);
  const people = peopleOf(world, twin);
  const watch = watchOver(world, twin, people);
  const verdicts = verdictsIn(world, twin);
  const cast = castOf(world, twin, watch);
  const agenda = agendaOf(world, { twin, people, watch, cast });

  cast.startAll();
  await agenda.playTo(world.quietFrom);
  theEnd(world, twin, (edit) => act(edit, { twin, people, watch }));
  cast.clear();
  cast.startAll();
  await agenda.playTo(world.restedBy);
  const written = watch.changes();
  for (const what of remainsOf(world, twin, people)) watch.report(what);
  await agenda.playTo(instant(world.restedBy + HOUR));
  if (watch.changes() > written) watch.report(`§3.11: ${watch.changes() - written} writes in an hour of rest`);
  await stillAtWork(world, { twin, people, watch, agenda });
  const broken = [...watch.broken(), ...promisesBroken(world, watch), ...verdictsBroken(world, watch, verdicts)];
  return { broken, trace: watch.trace(), left: leftIn(world, twin) };
}

interface Stage {
  readonly twin: TwinWorld;
  readonly people: People;
  readonly watch: Watch;
}

function act(edit: Edit, { twin, people, watch }: Stage): void {
  watch.byPeople(edit, () => people.act(edit), twin.clock.now());
}

interface Cast {
  startAll(): void;
  /** No more faults. */
  clear(): void;
  settled(): Promise<void>;
  /** @returns what is to be done later: the death that is due at the latest, and the new process. */
  happen(deed: Fault): readonly Later[];
}

/** The processes of ours, and what befalls them. */
function castOf(world: World, twin: TwinWorld, watch: Watch): Cast {
  const weather = weatherOn(twin.clock, drawFrom(world.seed + 1_000_000));
  const history = historyUnder(weather, demandHistory(demandOf(world), twin.clock));
  const processes: (MortalProcess | undefined)[] = world.processes.map(() => undefined);
  const deposed: MortalProcess[] = [];
  const leaders = leadersOf(watch.report);
  const starts = startsSeen(world, twin, watch.report);

  function start(index: number): void {
    if (processes[index]?.isAlive() === true) return;
    watch.tell(`process ${index} starts`);
    const number = leaders.elected(index);
    processes[index] = mortalProcess(world.processes[index]!, {
      ...{ world: twin, weather, history, lag: world.lag, sabotage: world.sabotage },
      figures: ({ name }, figures) => starts.told(name, figures),
      onWrite: () => leaders.wrote(index, number),
      onBug: (text) => watch.report(`a turn ended with a bug: ${text}`),
      onDeath: () => watch.tell(`process ${index} is dead`),
    });
  }

  function kill(index: number, of: MortalProcess | undefined): void {
    if (processes[index] === of && of?.isAlive() === true) of.kill();
  }

  return {
    startAll: () => world.processes.forEach((_, index) => start(index)),
    clear: () => weather.clear(),
    async settled() {
      const all = () => [...processes, ...deposed].filter((each) => each !== undefined);
      const busy = () => all().filter((each) => each.busy());
      // All that does not wait for the clock, as who waits for a slow Prometheus does, is done by the next macrotask.
      while (busy().length > 0) {
        await new Promise((resolve) => setImmediate(resolve));
        if (weather.awaited() > 0) return;
      }
    },
    happen(deed) {
      const now = twin.clock.now();
      if (deed.what === "lease moves") {
        const [index, old] = [deed.process % processes.length, processes[deed.process % processes.length]];
        watch.fault({ start: now, end: instant(now + deed.knowsAfter) }, deed);
        old?.depose();
        processes[index] = undefined;
        if (old?.isAlive() === true) deposed.push(old);
        start(index);
        return [{ after: deed.knowsAfter, then: () => (old?.isAlive() === true ? old.kill() : undefined) }];
      }
      if (deed.what !== "kill") {
        watch.fault({ start: now, end: instant(now + deed.lasts) }, deed);
        weather.change(deed, now);
        return [];
      }
      const index = deed.process % processes.length;
      const dying = processes[index];
      const latest = deed.afterWrites === 0 ? 0 : MINUTE;
      watch.fault({ start: now, end: instant(now + latest + deed.downFor) }, deed);
      if (deed.afterWrites === 0) kill(index, dying);
      else dying?.killAfter(deed.afterWrites);
      return [
        { after: latest, then: () => kill(index, dying) },
        { after: latest + deed.downFor, then: () => start(index) },
      ];
    },
  };
}

interface Agenda {
  /** Lets time pass, with all that is to happen meanwhile. */
  playTo(end: Instant): Promise<void>;
}

function agendaOf(world: World, stage: Stage & { readonly cast: Cast }): Agenda {
  const { twin, watch, cast } = stage;
  const losses = lossesIn(world, twin);
  let due = world.acts.map((each) => ({ at: each.at, then: () => happen(each) }));

  function happen(each: Act): void {
    if (isFault(each)) return follow(cast.happen(each));
    if (!isLoss(each)) return act(each, stage);
    const now = twin.clock.now();
    watch.fault({ start: now, end: instant(now + losses.lasts(each)) }, each);
    follow(losses.befall(each));
  }

  function follow(all: readonly Later[]): void {
    const now = twin.clock.now();
    const later = all.map(({ after, then }) => ({ at: instant(now + after), then }));
    due = [...due, ...later].toSorted((a, b) => a.at - b.at);
  }

  return {
    async playTo(end) {
      for (let next = due[0]; next !== undefined && next.at < end; next = due[0]) {
        due = due.slice(1);
        await twin.playTo(instant(Math.max(next.at, twin.clock.now())), cast.settled, watch.look);
        next.then();
      }
      await twin.playTo(end, cast.settled, watch.look);
    },
  };
}

const FAULTS: readonly Deed["what"][] = [
  ...(["kill", "lease moves", "writes fail", "prometheus answers", "prometheus is slow"] as const),
];

const LOSSES: readonly Deed["what"][] = ["pods crash", "pods are evicted", "nodes go"];

function isFault(act: Act): act is Act & Fault {
  return FAULTS.includes(act.what);
}

function isLoss(act: Act): act is Act & Loss {
  return LOSSES.includes(act.what);
}

/** No controller has stopped for good: a floor that somebody asks for now is raised, and given back. */
async function stillAtWork(world: World, { agenda, ...stage }: Stage & { readonly agenda: Agenda }): Promise<void> {
  const { twin, people, watch } = stage;
  const from = instant(twin.clock.now() + MINUTE);
  const window: Span = { start: from, end: instant(from + 5 * MINUTE) };
  const asked = world.targets.map(({ name, kind }) => {
    const { least, most } = people.wishOf(name);
    const minReplicas = Math.min(least + 5, most ?? Infinity);
    const times = { start: formatInstant(window.start), end: formatInstant(window.end) };
    const spec = { scaleTargetRef: { apiVersion: "apps/v1", kind, name }, windows: [{ ...times, minReplicas }] };
    act({ what: "write CronHPA", name: `last-${name}`, spec }, stage);
    return { name, minReplicas };
  });
  await agenda.playTo(instant(window.start + world.lag + 30 * SECOND));
  for (const { name, minReplicas } of asked) {
    const stands = watch.floorOf(name);
    if (stands !== minReplicas) watch.report(`after all: ${name} stands at ${stands}, ${minReplicas} asked for`);
  }
  await agenda.playTo(instant(window.end + returnTime(world.targets) + 2 * world.lag + MINUTE));
  for (const what of remainsOf(world, twin, people)) watch.report(`after all: ${what}`);
}

function leftIn({ targets }: World, twin: TwinWorld): string {
  const state = twin.state();
  const of = targets.map(({ name, kind }) => {
    const text = `${NAMESPACE}/${name}`;
    const hpa = state.shelves.HorizontalPodAutoscaler.get(text);
    return { name, hpa: hpa?.spec, replicas: state.shelves[kind].get(text)?.spec.replicas };
  });
  return JSON.stringify(of);
}
