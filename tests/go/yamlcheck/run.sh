#!/usr/bin/env bash
# Compares todoc's YAML and its Go rules with Go itself, on every tricky text, every character and 20,000 random texts.
# Ends with 1 if there is a difference. Needs cargo and go.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tools=${XDG_CACHE_HOME:-$HOME/.cache}/todoc-tools
cases=$(mktemp)
trap 'rm -f "$cases"' EXIT
mkdir -p "$tools"

(cd "$here" && go build -o "$tools/yamlcheck" .)
(cd "$here/../../.." && TODOC_GO_CASES=$cases cargo test --quiet --all-features --test yaml every_text_and_number_comes_back -- --exact >&2)
"$tools/yamlcheck" "$cases"
