{{/* Prefix of every object: Helm's usual fullname, turned round where it would begin with a digit, as no Service can. */}}
{{- define "todo.fullname" -}}
{{- if regexMatch "^[0-9]" .Release.Name }}{{ printf "%s-%s" .Chart.Name .Release.Name }}{{ else if contains .Chart.Name .Release.Name }}{{ .Release.Name }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name }}{{ end }}
{{- end }}

{{/*
Name of a component's objects: at most 50 characters, so that every kind can bear it, and made unique by a hash where it is cut.
Call with (list . "component").
*/}}
{{- define "todo.name" -}}
{{- $name := printf "%s-%s" (include "todo.fullname" (index . 0)) (index . 1) -}}
{{- if le (len $name) 50 }}{{ $name }}{{ else }}{{ printf "%s-%s" (trunc 43 $name | trimSuffix "-") (sha256sum $name | trunc 6) }}{{ end }}
{{- end }}

{{/* Labels of a component's objects. Call with (list . "component"). */}}
{{- define "todo.labels" -}}
{{- $root := index . 0 -}}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
{{ include "todo.selectorLabels" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: {{ $root.Chart.Name | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service | quote }}
{{- end }}

{{/* Labels by which a component's pods are selected; they never change. Call with (list . "component"). */}}
{{- define "todo.selectorLabels" -}}
{{ include "todo.releaseLabels" (index . 0) }}
app.kubernetes.io/component: {{ index . 1 | quote }}
{{- end }}

{{/* Labels that all pods of the release share. */}}
{{- define "todo.releaseLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{/*
Service account of a workload. Call with (list . "name of its own account"), and .Values.<component>.serviceAccount where it has that.
*/}}
{{- define "todo.serviceAccountName" -}}
{{- $all := (index . 0).Values.serviceAccount }}{{ $own := $all }}{{ if eq (len .) 3 }}{{ $own = index . 2 }}{{ end -}}
{{- if $own.name }}{{ $own.name }}{{ else if $all.name }}{{ $all.name }}{{ else if $own.create }}{{ index . 1 }}{{ else }}default{{ end }}
{{- end }}

{{/* Reference of an image. Call with (list . .Values.<component>.image). */}}
{{- define "todo.image" -}}
{{- $root := index . 0 }}{{ $image := index . 1 -}}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ $image.tag | default $root.Chart.AppVersion }}
{{- end }}
{{- end }}

{{/* Variables of an open map as text; Helm reads whole numbers as floats, which would print as 1e+06. */}}
{{- define "todo.variables" -}}
{{- range $name, $value := . }}
{{ $name | quote }}: {{ ternary (int64 $value) $value (kindIs "float64" $value) | quote }}
{{- end }}
{{- end }}
