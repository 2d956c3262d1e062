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

{{/* The rules each part needs inside a namespace it serves; used in a ClusterRole or in one Role per namespace. */}}
{{- define "headstart.plannerRules" -}}
- apiGroups: [headstart.dev]
  resources: [predictiveautoscalers, campaigns]
  verbs: [get, list, watch]
- apiGroups: [headstart.dev]
  resources: [predictiveautoscalers/status, campaigns/status]
  verbs: [patch]
- apiGroups: [headstart.dev]
  resources: [cronhpas, warmpools]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch]
- apiGroups: [apps]
  resources: [deployments, statefulsets]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [pods, resourcequotas]
  verbs: [get, list, watch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}

{{- define "headstart.enforcerRules" -}}
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
- apiGroups: [apps]
  resources: [deployments/scale, statefulsets/scale]
  verbs: [patch]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, create, delete]
- apiGroups: [""]
  resources: [resourcequotas]
  verbs: [get, list, watch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
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
  verbs: [get, list, watch]
{{- end }}

{{- define "headstart.enforcerClusterRules" -}}
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get, list, watch]
{{- end }}
