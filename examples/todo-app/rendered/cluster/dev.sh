#!/usr/bin/env bash
# Starts the cluster of todo-app that environment dev declares. Written by todoc.
# It may be run again at any time, for instance to load images that were built anew.
set -euo pipefail

minikube start --profile todo-app \
  --driver docker \
  --cpus 4 \
  --memory 4096mb \
  --disk-size 20480mb \
  --kubernetes-version v1.33

# Images that are built here: nodes take them from Docker, and ask no registry.
images=(
  ghcr.io/yourorg/frontend:latest
  ghcr.io/yourorg/backend:latest
)
for image in "${images[@]}"; do
  if docker image inspect "$image" >/dev/null 2>&1; then
    minikube image load "$image" --profile todo-app
  else
    echo "$image is not built yet: todoc images --env dev | sh, then run this again" >&2
  fi
done
