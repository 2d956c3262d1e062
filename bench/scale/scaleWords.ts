export const WORLD = `Each target is a Deployment with three Ready pods, an HPA and a PredictiveAutoscaler with
28 days of history, 50 to a namespace; every tenth has a CronHPA of a person beside it, every tenth a campaign of
tomorrow. kube-apiserver and etcd are real, planner and enforcer are the program of the image, each with its Lease and
the heap that Node gives itself under the chart's memory limits (512 and 256 MB). A stand-in answers for Prometheus,
with as many samples and at once: what it costs to ask, to read and to forecast is measured, what Prometheus itself
takes is not. Four weeks of a thousand series by the minute are forty million samples, for which the machine has no
room beside the control plane. Controller manager, scheduler and kwok are ended before: nothing scales, floors end on
the HPA.`;

export const READING = `Seconds are of the clock, and of a machine that others use at the same time: where its load
was above its two cores, they are too long by as much, and only their ratios say something. CPU, memory and counts of
requests are the program's own. A plan of 64 windows over 48 hours changes a floor every 45 minutes or so, targets of
one kind at the same moments: each change is a write of the HPA, an event, and two statuses. Without one nothing is
written but the Lease. Between two renewals 8 s went by once with 1,000 targets, of the 10 s that there
are, at a load of 11 to 19.`;

/** What the first runs and the reading that went with them showed: found, as it was, as it is. */
export const CHANGES: readonly (readonly [found: string, was: string, is: string])[] = [
  [
    "a campaign filed as the planner starts stood behind the first look at every target",
    "31 s of the 35 s that all 400 took",
    "behind those that campaigns name: the figures above",
  ],
  ["and then behind the tenth of them that campaigns of tomorrow name", "9.1 s of 58 with 200 targets", "2.4 s of 43"],
  [
    "a turn waited for all that Prometheus is asked, also where a declared peak does not need it",
    "as long as six queries take, one after another",
    "5 s at most, then it is planned without",
  ],
  [
    "queries that waited for a connection ran out of time unsent, and made a slow Prometheus look away",
    "20 queries, four of them unanswered: all given up",
    "20 answered",
  ],
  ["memories of forecasts were held as objects", "133 kB a target", "17 kB"],
  ["planner at rest, 1,000 targets", "1,119 MB (heap not limited), 23.5 % of a core", "431 MB, 10.3 %"],
  ["each turn went through all pods of the cluster", "2.3 ms with 6,000 pods on 100 nodes", "0.36 ms"],
  ["each turn put together the names of all HPAs of its namespace", "1.8 ms with 2,000 in one", "0.6 ms"],
  [
    "keys that an API server refuses came back each for itself",
    "20,000 retries of 2,000 keys in 10 s",
    "199, and all within the longest delay",
  ],
  [
    "every call left 60 bytes behind at the signal that stops the program (Node 20)",
    "5 MB a day for the Lease alone",
    "nothing",
  ],
  ["an autoscaler that is applied called for turns of its whole namespace", "2,000 in one: 2,000 each", "its own"],
];

export const MEASURED_BY = `The first and the planner at rest are of this benchmark (on b90563a), the times of a turn
are CPU time of a loop over 300 targets of a view in memory, the others are of the tests beside the code.`;
