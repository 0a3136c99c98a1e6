#!/usr/bin/env bash
# Runs a command beside a real Kubernetes control plane, and ends it again.
#
#   tests/control-plane.sh [COMMAND…]     a shell where none is named
#
# etcd, kube-apiserver, kube-controller-manager and kube-scheduler run on free ports of the loopback interface, on data of
# their own that goes away with them. KWOK plays one node with room for everything, whose pods are ready and whose claims are
# bound at once, and whose jobs complete; control-plane/stages tells which images make a pod fail. There is no kubelet: images, probes, mounts and network policies do nothing. KUBECONFIG says where it is, and
# TODOC_KUBECTL has a kubectl of the same version.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

main() {
  tools=$("$here/tools.sh" etcd kubernetes kwok crds)
  mapfile -t tools <<<"$tools"
  export "${tools[@]}"
  export TODOC_KUBECTL=$TODOC_KUBERNETES/kubectl
  data=$(mktemp -d "${TMPDIR:-/tmp}/todoc-plane.XXXXXX")
  processes=()
  trap finish EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  local begun=$SECONDS
  credentials
  start_servers
  start_controllers
  furnish
  echo "a control plane of Kubernetes runs, up in $((SECONDS - begun)) s" >&2
  "${@:-${SHELL:-bash}}"
}

# The token of an administrator, and the key that the tokens of service accounts are signed with.
credentials() {
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  echo "$token,admin,admin,\"system:masters\"" >"$data/tokens.csv"
  openssl genrsa -out "$data/accounts.key" 2048 2>/dev/null
  openssl rsa -in "$data/accounts.key" -pubout -out "$data/accounts.pub" 2>/dev/null
  read -r client peer api < <(free_ports 3)
  export KUBECONFIG=$data/kubeconfig
  cat >"$KUBECONFIG" <<EOF
apiVersion: v1
kind: Config
clusters: [{ name: todoc, cluster: { server: "https://127.0.0.1:$api", insecure-skip-tls-verify: true } }]
users: [{ name: admin, user: { token: "$token" } }]
contexts: [{ name: todoc, context: { cluster: todoc, user: admin } }]
current-context: todoc
EOF
}

# Ports that nobody listens on.
free_ports() {
  python3 - "$1" <<'PY'
import socket, sys

sockets = [socket.socket() for _ in range(int(sys.argv[1]))]
for one in sockets:
    one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in sockets))
PY
}

start_servers() {
  # What is written need not survive the machine, so nothing waits for its disk.
  run etcd "$TODOC_ETCD" --data-dir "$data/etcd" --unsafe-no-fsync --log-level error \
    --listen-client-urls "http://127.0.0.1:$client" --advertise-client-urls "http://127.0.0.1:$client" \
    --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
    --initial-cluster "default=http://127.0.0.1:$peer"
  run kube-apiserver "$TODOC_KUBERNETES/kube-apiserver" --etcd-servers "http://127.0.0.1:$client" \
    --bind-address 127.0.0.1 --secure-port "$api" --cert-dir "$data/certificates" \
    --token-auth-file "$data/tokens.csv" --authorization-mode RBAC --endpoint-reconciler-type none \
    --service-cluster-ip-range 10.96.0.0/16,fd00:96::/108 --allow-privileged --service-account-issuer https://kubernetes.default.svc \
    --service-account-key-file "$data/accounts.pub" --service-account-signing-key-file "$data/accounts.key"
  wait_for kube-apiserver "$TODOC_KUBECTL" get --raw /readyz
}

start_controllers() {
  run kube-controller-manager "$TODOC_KUBERNETES/kube-controller-manager" --kubeconfig "$KUBECONFIG" \
    --leader-elect=false --secure-port 0 --use-service-account-credentials --horizontal-pod-autoscaler-sync-period 2s \
    --service-account-private-key-file "$data/accounts.key"
  run kube-scheduler "$TODOC_KUBERNETES/kube-scheduler" --kubeconfig "$KUBECONFIG" --leader-elect=false --secure-port 0
  local stages=()
  for stage in "$TODOC_KWOK"/stages/*.yaml "$here"/control-plane/stages/*.yaml; do stages+=(--config "$stage"); done
  run kwok "$TODOC_KWOK/kwok" --kubeconfig "$KUBECONFIG" --manage-all-nodes=true "${stages[@]}"
}

# A node, the classes and priorities that the examples name, and the kinds of the controllers that they are written for.
furnish() {
  "$TODOC_KUBECTL" apply --server-side --filename "$here/control-plane/objects" >/dev/null
  find "$TODOC_CRDS" -name '*.yaml' -print0 | xargs -0 -n 1 "$TODOC_KUBECTL" apply --server-side --filename >/dev/null
  wait_for "the node" node_is_ready
}

node_is_ready() {
  [[ $("$TODOC_KUBECTL" get node everything --output 'jsonpath={.status.conditions[?(@.type=="Ready")].status}') == True ]]
}

# run NAME COMMAND…: beside this shell, with its own log.
run() {
  "${@:2}" >"$data/$1.log" 2>&1 &
  processes+=($!)
}

# wait_for WHAT COMMAND…: until it succeeds; a server that has ended will not.
wait_for() {
  local process
  for _ in $(seq 600); do
    "${@:2}" >"$data/waited.log" 2>&1 && return
    for process in "${processes[@]}"; do
      kill -0 "$process" 2>/dev/null || { tail -n 20 "$data"/*.log >&2; fail "a server ended"; }
    done
    sleep 0.1
  done
  tail -n 20 "$data"/*.log >&2
  fail "$1 is not ready after a minute"
}

# Ends exactly what was started, the last first.
finish() {
  local at
  for ((at = ${#processes[@]} - 1; at >= 0; at--)); do
    kill "${processes[at]}" 2>/dev/null || true
    wait "${processes[at]}" 2>/dev/null || true
  done
  rm -rf "$data"
}

fail() {
  echo "error: $*" >&2
  exit 1
}

main "$@"
