#!/usr/bin/env python3
"""Writes an application of many services for measurements, the same bytes for the same size.

    generate.py FOLDER [SERVICES]     app.todostack, dev.todostack, staging.todostack and prod.todostack in FOLDER

Every service has what a real one has: an image, a port, variables, a config of its own, three probes and two services
that it calls. Autoscaling, disruption budgets and network policies come from the profiles of the environments.
"""

import sys
from pathlib import Path

STACK = """\
# app.todostack
stack app {
  description = "An application of @SERVICES services"
  version     = "1.0.0"
  app_version = "1.4.2"
  registry    = "ghcr.io/acme"
  kubernetes  = ">=1.29"
}
"""

CONFIG = """
config cfg-@NAME {
  keys {
    GREETING      = "hello from svc-@NAME"
    FEATURE_FLAGS = "search,export,audit-@INDEX"
    CACHE_TTL     = "30s"
  }
}
"""

IMAGE = """
image svc-@NAME {
  registry = "ghcr.io/acme"
  name     = "svc-@NAME"
  tag      = "1.4.2"
}
"""

SERVICE = """
service svc-@NAME {
  image = @REFERENCE
  port  = @PORT
  env {
    LOG_LEVEL     = "info"
    LISTEN        = "0.0.0.0:@PORT"
    REGION        = "eu-central-1"
    WORKERS       = 4
    TRACING       = true
    TIMEOUT_MS    = "1500"
    GREETING      = config.cfg-@NAME.GREETING
    FEATURE_FLAGS = config.cfg-@NAME.FEATURE_FLAGS
    CACHE_TTL     = config.cfg-@NAME.CACHE_TTL
    FIRST_URL     = service.svc-@FIRST.url
    SECOND_URL    = service.svc-@SECOND.url
  }
  probe startup   { http = "/livez"   period = 2s  failures = 30 }
  probe liveness  { http = "/livez"   delay = 10s  period = 10s  timeout = 3s }
  probe readiness { http = "/readyz"  period = 5s  timeout = 2s }
}
"""

IMAGE_BLOCK_EVERY = 10


def main(folder: str, services: int = 3) -> None:
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, text in files(services).items():
        (target / name).write_text(text, encoding="utf-8")


def files(services: int) -> dict[str, str]:
    if services < 3:
        sys.exit("every service calls two others: at least 3 services")
    return {
        "app.todostack": base(services),
        "dev.todostack": overlay("dev", "development", 5, services, 'env { LOG_LEVEL = "debug" }'),
        "staging.todostack": overlay("staging", "staging", 7, services, "cpu = 200m..800m  memory = 192Mi..384Mi"),
        "prod.todostack": overlay(
            "prod", "production", 4, services, "replicas = 4..12  cpu = 500m..1  memory = 512Mi..1Gi"
        ),
    }


def base(services: int) -> str:
    return fill(STACK, SERVICES=str(services)) + "".join(service(index, services) for index in range(1, services + 1))


def service(index: int, services: int) -> str:
    name = number(index)
    has_block = index % IMAGE_BLOCK_EVERY == 0
    words = {
        "NAME": name,
        "INDEX": str(index),
        "PORT": str(8000 + index % 1000),
        "REFERENCE": f"svc-{name}" if has_block else f'"ghcr.io/acme/svc-{name}:1.4.2"',
        "FIRST": number(other(index, 1, services)),
        "SECOND": number(other(index, services // 2 + 1, services)),
    }
    return fill(CONFIG + (IMAGE if has_block else "") + SERVICE, **words)


def other(index: int, distance: int, services: int) -> int:
    return (index - 1 + distance) % services + 1


def number(index: int) -> str:
    return f"{index:04}"


def overlay(environment: str, profile: str, every: int, services: int, change: str) -> str:
    head = f'# {environment}.todostack\nenvironment {environment} : {profile} extends "app.todostack"\n\n'
    head += f'namespace = "{environment}"\n\n'
    return head + "".join(
        f"service svc-{number(index)} {{ {change} }}\n" for index in range(1, services + 1, every)
    )


def fill(text: str, **words: str) -> str:
    for word, value in words.items():
        text = text.replace(f"@{word}", value)
    return text


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
