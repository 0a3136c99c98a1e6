#!/usr/bin/env bash
# Starts the cluster of todo that environment minikube declares. Written by todoc.
# It may be run again at any time, for instance to load images that were built anew.
set -euo pipefail

minikube start --profile todo \
  --driver docker \
  --cpus 4 \
  --memory 4096mb \
  --disk-size 20480mb \
  --kubernetes-version v1.33

# Images that are built here: nodes take them from Docker, and ask no registry.
images=(
  todo-frontend:v1.0.0
  todo-backend:v1.0.0
)
for image in "${images[@]}"; do
  if docker image inspect "$image" >/dev/null 2>&1; then
    minikube image load "$image" --profile todo
  else
    echo "$image is not built yet: todoc images --env minikube | sh, then run this again" >&2
  fi
done
