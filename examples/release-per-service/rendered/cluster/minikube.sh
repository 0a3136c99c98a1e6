#!/usr/bin/env bash
# Starts the cluster of todo that environment minikube declares. Written by todoc.
set -euo pipefail

minikube start --profile todo \
  --driver docker \
  --cpus 2 \
  --memory 4096mb \
  --kubernetes-version v1.33
