"""Fails where something that todoc is built from wants a newer Rust than todoc promises, or the README promises another.

    cargo metadata --format-version 1 --locked --all-features | msrv.py
"""

import json
import sys
from pathlib import Path


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in (version + ".0.0").split(".")[:3])


def main() -> int:
    packages = json.load(sys.stdin)["packages"]
    own = next(package for package in packages if package["name"] == "todoc")
    promised = own["rust_version"]
    said = [package for package in packages if package["rust_version"] and package is not own]
    newer = [package for package in said if number(package["rust_version"]) > number(promised)]
    for package in newer:
        print(f"error: {package['name']} {package['version']} wants Rust {package['rust_version']}", file=sys.stderr)
    if f"Rust {promised} or newer" not in Path("README.md").read_text(encoding="utf-8"):
        print(f"error: README.md does not say `Rust {promised} or newer`", file=sys.stderr)
        return 1
    print(f"Rust {promised} is enough for {len(said) - len(newer)} of {len(said)} packages that say what they want")
    return 1 if newer or not said else 0


if __name__ == "__main__":
    sys.exit(main())
