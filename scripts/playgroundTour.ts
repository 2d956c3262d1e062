export interface Tour {
  /** With its kubeconfig. */
  readonly kubectl: string;
  readonly namespace: string;
  readonly prometheus: string;
  readonly log: string;
  /** Start of the peak that the history teaches. */
  readonly peak: Date;
}

/** What to try next, ready to be pasted. */
export function nextCommands({ kubectl, namespace, prometheus, log, peak }: Tour): string {
  const time = peak.toISOString().slice(11, 16);
  const kubeconfig = /--kubeconfig=(\S+)/.exec(kubectl)?.[1] ?? "";
  return `
The playground runs. In another terminal:

  alias k='${kubectl} --namespace=${namespace}'

  k get headstart                          what is watched, and what is in force
  k describe pas face-fusion               why, and what comes next
  k get chpa face-fusion-plan -o yaml      the plan: every day at ${time}Z demand goes from 60 to 500
  k get hpa,pods --watch                   and the floor rises some twenty minutes before that

A campaign that starts in four minutes and promises 40 replicas:

  k apply -f - <<END
  apiVersion: headstart.dev/v1alpha1
  kind: Campaign
  metadata: { name: sale }
  spec:
    timeZone: UTC
    start: "$(date -u -d '+4 minutes' +%FT%TZ 2>/dev/null || date -u -v+4M +%FT%TZ)"
    end: "$(date -u -d '+6 minutes' +%FT%TZ 2>/dev/null || date -u -v+6M +%FT%TZ)"
    targets: [{ name: face-fusion, peak: { replicas: 40 } }]
    readyBefore: 30s
    reserveBefore: 3m
  END
  k get camp sale --watch

The same from the owner's desk, and what became of it:

  h() { npm run --silent headstart -- "$@" --kubeconfig ${kubeconfig}; }

  h explain ${namespace}/face-fusion --prometheus-url ${prometheus}
  h doctor ${namespace}/face-fusion
  h hold ${namespace}/face-fusion --replicas 30 --until 3m --reason "trying it"
  h campaign list -A
  h campaign report ${namespace}/sale           once it is over
  h pause --all                            and on with: h pause --all --off

  ${prometheus}                  Prometheus, with four weeks of history: fusion_demand
  tail -f ${log}

Ctrl-C ends all of it.`;
}
