
{{/*
Name of a component's objects in the release of another chart of the stack; without a component that of its service.
Call with (list "release" "chart" "component").
*/}}
{{- define "CHART.nameIn" -}}
{{- $release := index . 0 }}{{ $chart := index . 1 }}{{ $prefix := $release -}}
{{- if regexMatch "^[0-9]" $release }}{{ $prefix = printf "%s-%s" $chart $release }}{{ else if not (contains $chart $release) }}{{ $prefix = printf "%s-%s" $release $chart }}{{ end -}}
{{- $name := list $prefix (index . 2) | compact | join "-" -}}
{{- if le (len $name) LONGEST }}{{ $name }}{{ else }}{{ printf "%s-%s" (trunc SHORTER $name | trimSuffix "-") (sha256sum $name | trunc 6) }}{{ end }}
{{- end }}
