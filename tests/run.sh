#!/usr/bin/env bash
# All checks of the repository, as CI runs them.
#
#   tests/run.sh               every part
#   tests/run.sh PART…         some: format, clippy, test, docs, yaml, shell, fuzz, supply-chain; editors, control-plane, validators, random
#                              and faults, which are part of test; advisories, which asks a server
#   tests/run.sh fuzz TARGET SECONDS    one fuzz target for some time
#   tests/run.sh random 10000           that many programs made at random, each held to all laws
#
# Installs what is missing (see tests/tools.sh for the foreign tools) and fails where that is not possible: no part is
# ever left out silently. Every part runs, also after one that failed; the summary at the end says which did. The first run
# builds Helm and takes minutes, later ones find it in the cache.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

parts=(format clippy test docs yaml shell fuzz supply-chain)
# What can be run alone, and is part of another.
within=(editors control-plane validators random faults)
# What is run by hand, or where there is a network: it asks a server that says something else tomorrow.
alone=(advisories)

part_format() {
  component rustfmt cargo-fmt
  cargo fmt --all --check
  cargo fmt --manifest-path fuzz/Cargo.toml --check
}

part_clippy() {
  component clippy cargo-clippy
  cargo clippy --all-targets --all-features -- -D warnings
  cargo clippy --manifest-path fuzz/Cargo.toml --target-dir target --locked -- -D warnings
}

# With the tests that compare with real Helm, those in real editors, and those on a real control plane, which runs beside them;
# they find the tools through the variables that are exported here.
part_test() {
  local variables
  variables=$(tests/tools.sh)
  mapfile -t variables <<<"$variables"
  export "${variables[@]}"
  cargo test --all-features --no-run
  tests/control-plane.sh tests/run.sh beside-control-plane
}

# What `cargo test --all-features` runs, beside a control plane. Its tests mostly wait for controllers, so all others run meanwhile.
beside_control_plane() {
  local others said plane failed=0
  others=$(cargo metadata --no-deps --format-version 1 | python3 -c '
import json, sys

targets = json.load(sys.stdin)["packages"][0]["targets"]
print(*("--test=" + own["name"] for own in targets if own["kind"] == ["test"] and own["name"] != "control_plane"), sep="\n")')
  mapfile -t others <<<"$others"
  said=$(mktemp)
  cargo test --all-features --test control_plane >"$said" 2>&1 &
  plane=$!
  cargo test --no-fail-fast --all-features --lib --bins "${others[@]}" || failed=1
  cargo test --all-features --doc || failed=1
  wait "$plane" || failed=1
  cat "$said"
  rm "$said"
  return "$failed"
}

# What is painted, indented and folded, by the engines of VS Code, Vim and Neovim. Without `--all-features`, here and in other parts, all
# would be compiled once more.
part_editors() {
  local variables
  variables=$(tests/tools.sh node neovim vim)
  mapfile -t variables <<<"$variables"
  export "${variables[@]}"
  cargo test --all-features --test editors
}

# What a real API server and its controllers make of everything.
part_control-plane() {
  local variables
  variables=$(tests/tools.sh helm3 helm4 render)
  mapfile -t variables <<<"$variables"
  export "${variables[@]}"
  tests/control-plane.sh bash -euc "cargo test --all-features --test control_plane -- --nocapture
    cargo test --all-features --test random objects_at_random -- --nocapture"
}

# What the validators that platform teams run say of every example, for every Kubernetes, and what the README tells of it.
part_validators() {
  local variables
  variables=$(tests/tools.sh helm3 helm4 render kubeconform schemas crds kubelinter kubescore checkov)
  mapfile -t variables <<<"$variables"
  export "${variables[@]}"
  cargo test --all-features --test validators -- --nocapture
  cargo test --all-features --test helm every_object_is_valid -- --nocapture
}

# Programs made at random, as many as are asked for: those of the same seeds first, then new ones. For very many it pays to compile
# for speed.
part_random() {
  local variables profile=dev
  variables=$(tests/tools.sh helm3 helm4 render)
  mapfile -t variables <<<"$variables"
  export "${variables[@]}"
  if [[ $# -gt 0 ]]; then
    export TODOC_PROGRAMS=$1
    [[ $1 -lt 500 ]] || profile=programs
  fi
  cargo test --profile "$profile" --all-features --test random -- --nocapture programs_
}

# What is left of an output when processes are killed, and when disks are full, read-only or mounted anywhere.
part_faults() { cargo test --all-features --test faults -- --nocapture; }

part_docs() { RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --all-features; }

# The YAML writer against the reader that Helm and kubectl use.
part_yaml() { tests/go/yamlcheck/run.sh; }

# Some inputs that nobody would write, for each target.
part_fuzz() { fuzz/run.sh; }

# Every script of the repository, and those that are written for clusters.
part_shell() {
  local variables out source
  variables=$(tests/tools.sh shellcheck)
  cargo build --quiet --all-features
  out=$(mktemp -d)
  for source in tests/lower/cluster/*.todostack examples/*/; do
    target/debug/todoc build "$source" --out "$out/$(basename "$source")" 2>"$out/said" || { cat "$out/said"; return 1; }
  done
  "${variables#*=}" tests/*.sh tests/go/*/*.sh fuzz/*.sh "$out"/*/cluster/*.sh
  rm -r "$out"
}

# What todoc is built from: licences, sources, versions twice, and none that wants a newer Rust than `rust-version` promises. That todoc
# itself wants none is what clippy says (`incompatible_msrv`), and the toolchain, where it is that version.
part_supply-chain() {
  local variables
  variables=$(tests/tools.sh deny)
  "${variables#*=}" --all-features --locked check --deny unmatched-skip --hide-inclusion-graph bans licenses sources
  cargo metadata --format-version 1 --locked --all-features | python3 tests/msrv.py
}

# Known faults of what todoc is built from, from https://github.com/rustsec/advisory-db.
part_advisories() {
  local variables
  variables=$(tests/tools.sh deny)
  "${variables#*=}" --all-features --locked check advisories
}

# component NAME PROGRAM: a part of the Rust toolchain, added where rustup can do it.
component() {
  command -v "$2" >/dev/null && "$2" --version >/dev/null 2>&1 && return
  command -v rustup >/dev/null || fail "the toolchain has no $1 and there is no rustup to add it; install $1"
  rustup component add "$1" >&2 || fail "rustup could not add $1; install it by hand"
}

main() {
  PATH=$PATH:$HOME/.cargo/bin
  command -v cargo >/dev/null || fail "'cargo' is not installed; the tests need Rust, see rust-version in Cargo.toml"
  local part
  [[ $# -ne 3 || $1 != fuzz ]] || exec fuzz/run.sh "$2" "$3"
  [[ $# -ne 2 || $1 != random || ! $2 =~ ^[0-9]+$ ]] || { part_random "$2"; return; }
  [[ $* != beside-control-plane ]] || { beside_control_plane; return; }
  for part in "$@"; do
    [[ " ${parts[*]} ${within[*]} ${alone[*]} " == *" $part "* ]] ||
      fail "no part is called '$part'; there are: ${parts[*]} ${within[*]} ${alone[*]}"
  done
  [[ $# -ne 1 ]] || { "part_$1"; return; }
  [[ $# -gt 0 ]] || set -- "${parts[@]}"
  each "$@"
}

# Runs each part in a shell of its own, and ends with 1 if one failed.
each() {
  local part begun=$SECONDS started outcome failed=0 summary=''
  for part in "$@"; do
    echo "== $part"
    started=$SECONDS
    outcome=ok
    tests/run.sh "$part" || { outcome=FAILED; failed=1; }
    summary+=$(printf '%-12s %-8s %4d s' "$part" "$outcome" $((SECONDS - started)))$'\n'
  done
  echo "== summary"
  printf '%s%-21s %4d s\n' "$summary" together $((SECONDS - begun))
  return "$failed"
}

fail() {
  echo "error: $1" >&2
  exit 1
}

main "$@"
