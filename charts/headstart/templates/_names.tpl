{{- define "headstart.labels" -}}
app.kubernetes.io/name: headstart
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "headstart.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* Where the planner finds Prometheus and how it is let in: flags, and the files that they name. */}}
{{- define "headstart.prometheusArgs" -}}
{{- $p := .Values.prometheus }}
{{- $lets := or $p.tenant $p.username $p.tokenSecret.name $p.passwordSecret.name $p.caConfigMap.name }}
{{- if and $lets (not .Values.prometheusUrl) }}
{{- fail "prometheus.* says how a Prometheus lets the planner in, and there is none; give prometheusUrl as well" }}
{{- end }}
{{- if and $p.username (not $p.passwordSecret.name) }}
{{- fail "prometheus.username names a user without a password; give prometheus.passwordSecret as well" }}
{{- end }}
{{- if and $p.passwordSecret.name (not $p.username) }}
{{- fail "prometheus.passwordSecret is nobody's password; give prometheus.username as well" }}
{{- end }}
{{- if and $p.tokenSecret.name $p.username }}
{{- fail "prometheus.username excludes prometheus.tokenSecret; give one of them" }}
{{- end }}
{{- with .Values.prometheusUrl }}
- {{ printf "--prometheus-url=%s" . | quote }}
{{- end }}
{{- with .Values.prometheus.tenant }}
- {{ printf "--prometheus-tenant=%s" . | quote }}
{{- end }}
{{- with .Values.prometheus.username }}
- {{ printf "--prometheus-username=%s" . | quote }}
{{- end }}
{{- if .Values.prometheus.tokenSecret.name }}
- --prometheus-token-file=/etc/headstart/prometheus/token
{{- end }}
{{- if .Values.prometheus.passwordSecret.name }}
- --prometheus-password-file=/etc/headstart/prometheus/password
{{- end }}
{{- if .Values.prometheus.caConfigMap.name }}
- --prometheus-ca-file=/etc/headstart/prometheus/ca.crt
{{- end }}
{{- end }}

{{- define "headstart.prometheusFiles" -}}
{{- with .Values.prometheus.tokenSecret }}{{ if .name }}
- secret: {name: {{ .name }}, items: [{key: {{ .key }}, path: token}]}
{{- end }}{{ end }}
{{- with .Values.prometheus.passwordSecret }}{{ if .name }}
- secret: {name: {{ .name }}, items: [{key: {{ .key }}, path: password}]}
{{- end }}{{ end }}
{{- with .Values.prometheus.caConfigMap }}{{ if .name }}
- configMap: {name: {{ .name }}, items: [{key: {{ .key }}, path: ca.crt}]}
{{- end }}{{ end }}
{{- end }}

{{/* The parts that run under a service account of their own; the restore hook may be left out. */}}
{{- define "headstart.parts" -}}
planner,enforcer{{ if .Values.restoreOnDelete }},restore{{ end }}
{{- end }}

{{/*
The rules each part needs inside a namespace it serves; used in a ClusterRole or in one Role per namespace.
A test on a real API server says that every verb here is used, and that no other is missed.
*/}}
{{- define "headstart.plannerRules" -}}
- apiGroups: [headstart.dev]
  resources: [predictiveautoscalers, campaigns]
  verbs: [get, list, watch]
- apiGroups: [headstart.dev]
  resources: [predictiveautoscalers/status, campaigns/status]
  verbs: [patch]
- apiGroups: [headstart.dev]
  resources: [cronhpas, warmpools]
  verbs: [get, list, watch, create, patch]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [list, watch]
- apiGroups: [apps]
  resources: [deployments, statefulsets]
  verbs: [list, watch]
- apiGroups: [""]
  resources: [pods, resourcequotas]
  verbs: [list, watch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}

{{- define "headstart.enforcerRules" -}}
- apiGroups: [headstart.dev]
  resources: [predictiveautoscalers]
  verbs: [list, watch]
- apiGroups: [headstart.dev]
  resources: [cronhpas, warmpools]
  verbs: [get, list, watch]
- apiGroups: [headstart.dev]
  resources: [cronhpas/status, warmpools/status]
  verbs: [patch]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch, patch]
- apiGroups: [apps]
  resources: [deployments, statefulsets]
  verbs: [get, list, watch, patch]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch, create, delete]
- apiGroups: [""]
  resources: [resourcequotas]
  verbs: [list, watch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}

{{/* Of the hook that gives everything back before the chart goes; only it may delete plans. */}}
{{- define "headstart.restoreRules" -}}
- apiGroups: [headstart.dev]
  resources: [cronhpas, warmpools]
  verbs: [list, watch, delete]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch, patch]
- apiGroups: [apps]
  resources: [deployments, statefulsets]
  verbs: [get, list, watch, patch]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch, delete]
{{- end }}

{{/* What is not in any namespace; a one-namespace install does without it. */}}
{{- define "headstart.plannerClusterRules" -}}
- apiGroups: [headstart.dev]
  resources: [scalingpolicies]
  verbs: [get, list, watch]
- apiGroups: [headstart.dev]
  resources: [scalingpolicies/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [nodes, namespaces]
  verbs: [list, watch]
{{- end }}

{{- define "headstart.enforcerClusterRules" -}}
- apiGroups: [""]
  resources: [namespaces]
  verbs: [list, watch]
{{- end }}

{{- define "headstart.restoreClusterRules" -}}
{{- end }}

{{/* What a part needs in the chart's own namespace: its Lease; and the hook stops the other two before it begins. */}}
{{- define "headstart.ownRules" -}}
{{- if eq .part "restore" -}}
- apiGroups: [apps]
  resources: [deployments]
  resourceNames: [{{ .release }}-planner, {{ .release }}-enforcer]
  verbs: [get]
- apiGroups: [apps]
  resources: [deployments/scale]
  resourceNames: [{{ .release }}-planner, {{ .release }}-enforcer]
  verbs: [patch]
- apiGroups: [""]
  resources: [pods]
  verbs: [list]
{{- else -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [{{ .release }}-{{ .part }}]
  verbs: [get, update]
{{- end }}
{{- end }}
