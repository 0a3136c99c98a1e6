"""Turns the schemas in the wheel of kubernetes-validate into ones that kubeconform compiles without a network.

    schemas.py WHEEL FOLDER

Writes FOLDER/v<version>-strict/<kind>-<group>-<version>.json for every Kubernetes version from 1.29 on.
"""

import json
import re
import sys
import zipfile
from pathlib import Path

SCHEMA = re.compile(r"kubernetes_validate/kubernetes-json-schema/(v1\.(\d+)\.\d+)-local-strict/([^/]+\.json)")
OLDEST_MINOR = 29


def main(wheel: str, folder: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            found = SCHEMA.fullmatch(name)
            if found and int(found[2]) >= OLDEST_MINOR:
                target = Path(folder, f"{found[1]}-strict", found[3])
                target.parent.mkdir(exist_ok=True)
                target.write_text(json.dumps(local(json.loads(archive.read(name)))), encoding="utf-8")


def local(schema: object) -> object:
    """The schema without addresses: no `$id` and `$schema`, and references to the definitions file beside it."""
    if isinstance(schema, list):
        return [local(item) for item in schema]
    if isinstance(schema, dict):
        # Below `properties` a key called `$schema` is a property (a CustomResourceDefinition's), not an address.
        return {
            "definitions" if key == "$defs" else key: local(value)
            for key, value in schema.items()
            if not (key in ("$id", "$schema") and isinstance(value, str))
        }
    if isinstance(schema, str):
        return schema.replace("/api/_definitions.json", "_definitions.json").replace("#/$defs/", "#/definitions/")
    return schema


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
