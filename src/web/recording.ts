/** What one play of a story left behind: all that the page shows and the verdict rests on. Instants are epoch ms. */
export interface Recording {
  readonly title: string;
  readonly timeZone: string;
  readonly demandUnit: string;
  readonly start: number;
  readonly end: number;
  /** False while the play is under way. */
  readonly finished: boolean;
  readonly targets: readonly TargetRecording[];
  readonly campaigns: readonly CampaignRecording[];
  readonly verdicts: readonly Verdict[];
  readonly costs: readonly Cost[];
}

/** One deployment over time; rows are evenly spaced, oldest first. */
export interface TargetRecording {
  readonly namespace: string;
  readonly name: string;
  /** Demand units that one ready replica serves. */
  readonly perReplica: number;
  readonly rows: readonly Row[];
  readonly changes: readonly Change[];
}

/** One moment of one target, in replicas unless said otherwise. */
export interface Row {
  readonly at: number;
  /** Demand units. */
  readonly demand: number;
  /** Demand units at the policy's percentile; null while no forecast is in hand. */
  readonly forecast: number | null;
  readonly floor: number;
  /** Replicas that would just serve the demand. */
  readonly required: number;
  readonly ready: number;
  readonly replicas: number;
  /** Placeholders that have a node. */
  readonly reserved: number;
  readonly phase: string | null;
}

/** One change of the floor, told in the words of the plan. */
export interface Change {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

export interface CampaignRecording {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Once it is over and given back; peaks in demand units, hours in replica-hours. */
  readonly outcome?: CampaignOutcome;
}

/** Declared, observed, reserved, used and cost side by side; what is not known is absent. */
export interface CampaignOutcome {
  readonly declaredPeak?: number | undefined;
  readonly observedPeak?: number | undefined;
  readonly replicaHoursReserved?: number | undefined;
  readonly replicaHoursUsed?: number | undefined;
  readonly cost?: Money | undefined;
}

export interface Money {
  /** A quantity. */
  readonly amount: string;
  readonly currency: string;
}

/** `pending` until its moment has come. */
export interface Verdict {
  readonly promise: string;
  readonly state: "held" | "broken" | "pending";
  /** Plain words: "120 of 120 ready at 23:45, 15 min before start". */
  readonly text: string;
}

/** One way to run the same evening. */
export interface Cost {
  readonly way: string;
  readonly replicaHours: number;
  readonly reservedHours: number;
  /** Of both together, at the policy's price; absent without one. */
  readonly money?: Money | undefined;
  readonly minutesShort: number;
}
