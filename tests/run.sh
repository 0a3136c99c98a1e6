#!/usr/bin/env bash
# All checks of the repository, as CI runs them.
#
#   tests/run.sh               every part
#   tests/run.sh PART…         some: format, clippy, test, docs, yaml, shell, fuzz; editors, control-plane and faults, which are part of test
#   tests/run.sh fuzz TARGET SECONDS    one fuzz target for some time
#
# Installs what is missing (see tests/tools.sh for the foreign tools) and fails where that is not possible: no part is
# ever left out silently. Every part runs, also after one that failed; the summary at the end says which did. The first run
# builds Helm and takes minutes, later ones find it in the cache.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

parts=(format clippy test docs yaml shell fuzz)
# What can be run alone, and is part of another.
within=(editors control-plane faults)

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
  tests/control-plane.sh cargo test --no-fail-fast --all-features
}

# What is painted, indented and folded, by the engines of VS Code, Vim and Neovim. Without `--all-features` all would be
# compiled once more.
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
  variables=$(tests/tools.sh helm3 helm4)
  mapfile -t variables <<<"$variables"
  export "${variables[@]}"
  tests/control-plane.sh cargo test --all-features --test control_plane -- --nocapture
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
  cargo build --quiet
  out=$(mktemp -d)
  for source in tests/lower/cluster/*.todostack examples/*/; do
    target/debug/todoc build "$source" --out "$out/$(basename "$source")" 2>"$out/said" || { cat "$out/said"; return 1; }
  done
  "${variables#*=}" tests/*.sh tests/go/*/*.sh fuzz/*.sh "$out"/*/cluster/*.sh
  rm -r "$out"
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
  for part in "$@"; do
    [[ " ${parts[*]} ${within[*]} " == *" $part "* ]] || fail "no part is called '$part'; there are: ${parts[*]} ${within[*]}"
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
    summary+=$(printf '%-8s %-8s %4d s' "$part" "$outcome" $((SECONDS - started)))$'\n'
  done
  echo "== summary"
  printf '%s%-17s %4d s\n' "$summary" together $((SECONDS - begun))
  return "$failed"
}

fail() {
  echo "error: $1" >&2
  exit 1
}

main "$@"
