#!/usr/bin/env bash
# Feeds the compiler what nobody would write, guided by what of it was run.
#
#   fuzz/run.sh                    so many inputs for every target, the same at every run
#   fuzz/run.sh TARGET SECONDS     one target for some time; what it learns is kept in fuzz/corpus and read again
#
# A target is a file of fuzz/fuzz_targets. What it begins with are the fixtures and examples of the repository. An input that
# makes it fail is left in fuzz/artifacts; give its path in the place of the seconds to run that alone.
#
# libFuzzer needs a C++ compiler, and nothing of a nightly Rust: how the code is watched are options of LLVM. An address
# sanitizer would find nothing, for todoc has no unsafe code.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Seconds and MiB that a single input may take. It takes thousandths of that; a machine may be busy.
limits=(-timeout=25 -rss_limit_mb=2048 -malloc_limit_mb=1024 -max_len=4096)

# Targets, and how many inputs of each are enough to notice that it fails at once.
targets='
parse       6000
format      1500
check        900
whole        400
patch        200
dockerfile   600
foreign     1200
yaml        6000
'

main() {
  build
  seeds=$(mktemp -d)
  trap 'rm -rf "$seeds"' EXIT
  case $# in
    0) smoke ;;
    2) grep -q "^$1 " <<<"$targets" || fail "no target is called '$1'; there are:" "$(awk '{ print $1 }' <<<"$targets")"
      if [[ -f $2 ]]; then "$(program "$1")" "${limits[@]}" "$2"; else go_on "$1" "$2"; fi ;;
    *) fail "it takes nothing, or a target and seconds" ;;
  esac
}

# Instrumented for libFuzzer. `--target` keeps that away from what runs while it is built.
build() {
  command -v c++ >/dev/null || { apt-get update && apt-get install --yes g++; } >&2 ||
    fail "'c++' is not installed; libFuzzer needs a C++ compiler"
  machine=$(rustc -vV | awk '/^host:/ { print $2 }')
  local flags="--cfg fuzzing -Cpasses=sancov-module" option
  for option in level=4 inline-8bit-counters pc-table trace-compares; do
    flags+=" -Cllvm-args=-sanitizer-coverage-$option"
  done
  RUSTFLAGS=$flags cargo build --quiet --release --locked --manifest-path fuzz/Cargo.toml --target "$machine"
}

program() { echo "fuzz/target/$machine/release/$1"; }

# A few inputs for each target, as many targets at once as there are cores.
smoke() {
  local target runs running=0 failed=0
  while read -r target runs; do
    if [[ $running -ge $(nproc) ]]; then
      wait -n || failed=1
      running=$((running - 1))
    fi
    try "$target" "$runs" &
    running=$((running + 1))
  done < <(awk 'NF' <<<"$targets")
  for ((; running > 0; running--)); do wait -n || failed=1; done
  return "$failed"
}

# So many inputs for a target, from one seed, and with the seeds in one order.
try() {
  local said=$seeds/$1.said
  seeds_of "$1"
  "$(program "$1")" "${limits[@]}" -seed=1 -runs="$2" -verbosity=0 -print_final_stats=1 \
    -artifact_prefix="$(artifacts "$1")" "$seeds/$1" 2>"$said" || { cat "$said" >&2; return 1; }
  awk -v target="$1" '/number_of_executed_units/ { executed = $2 } /peak_rss_mb/ { peak = $2 }
    END { printf "%-10s %6d inputs, no fault, %d MiB at most\n", target, executed, peak }' "$said"
}

go_on() {
  seeds_of "$1"
  mkdir -p "fuzz/corpus/$1"
  "$(program "$1")" "${limits[@]}" -max_total_time="$2" -reload=0 -print_final_stats=1 \
    -artifact_prefix="$(artifacts "$1")" "fuzz/corpus/$1" "$seeds/$1"
}

artifacts() {
  mkdir -p "fuzz/artifacts/$1"
  echo "fuzz/artifacts/$1/"
}

# What a target begins with, in a folder.
seeds_of() {
  mkdir "$seeds/$1"
  case $1 in
    parse | format) find tests examples -name '*.todostack' -print0 | copy "$1" ;;
    check) projects "$1" tests/lower tests/diagnostics ;;
    whole) projects "$1" tests/lower ;;
    patch) patches "$1" ;;
    dockerfile) find tests examples -name 'Dockerfile*' -type f -print0 | copy "$1" ;;
    foreign) find tests/cli tests/diff tests/data examples -size -64k -type f \
      \( -name '*.env' -o -name '*.json' -o -name '*.yaml' \) -print0 | copy "$1" ;;
    yaml) find tests/lower tests/data -size -8k -type f -print0 | copy "$1" ;;
  esac
  [[ -n $(find "$seeds/$1" -type f -print -quit) ]] || fail "there is nothing that $1 could begin with"
}

# Takes the files of its input by numbers, in order.
copy() { sort -z | awk -v RS='\0' -v folder="$seeds/$1" '{ printf "%s%c%s/%05d%c", $0, 0, folder, NR, 0 }' | xargs -0 -n 2 cp; }

# Every fixture of a folder, and every example, as one text: see fuzz/src/project.rs.
projects() {
  local target=$1 folder file number=0
  find "${@:2}" -mindepth 2 -maxdepth 2 -name '*.todostack' -type f -print0 | copy "$target"
  while IFS= read -r folder; do
    number=$((number + 1))
    find "$folder" -path '*/rendered/*' -prune -o -type f -size -64k -print | sort | while IFS= read -r file; do
      printf -- '-- %s --\n' "${file#"$folder"/}"
      cat "$file"
    done >"$seeds/$target/folder-$number"
  done < <(find examples -mindepth 1 -maxdepth 1 -type d; find "${@:2}" -mindepth 2 -maxdepth 2 -type d)
}

# Patches and manifests, which the target puts into a stack of its own.
patches() {
  local file number=0
  while IFS= read -r file; do
    number=$((number + 1))
    awk '/^(patch|manifest) / { inside = 1 } inside { print } /^}|}$/ && !/^ / { inside = 0 }' "$file" >"$seeds/$1/$number"
  done < <(grep -rlE '^(patch|manifest) ' tests/lower tests/diagnostics --include='*.todostack' | sort)
}

fail() {
  echo "error: $*" >&2
  exit 1
}

main "$@"
