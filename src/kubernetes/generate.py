"""Writes `known.txt`, what Kubernetes knows of its own kinds, from the JSON schemas and the Go types of its versions.

    export $(tests/tools.sh schemas)
    python3 src/kubernetes/generate.py "$TODOC_SCHEMAS"

The schemas say which fields there are, their types, which are required and how lists are merged. What they leave out is
read from the comments of the Go modules k8s.io/api and k8s.io/apimachinery: the words of a choice (`+enum`), and which kinds
belong to the whole cluster (`+genclient:nonNamespaced`). Both are read for every minor version that the schemas hold; the
newest version says what shape a field has, all of them since when and until when it is known. `table.rs` tells the form.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

SCALARS = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "q",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "x",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "t",
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "t",
}
# Anything may stand here: JSON, extensions, and what only the cluster writes.
ANY_FIELDS = {"status", "managedFields"}
# What no schema demands, and every server: <https://kubernetes.io/docs/concepts/containers/images/>.
DEMANDED = {"io.k8s.api.core.v1.Container": ["image"], "io.k8s.api.core.v1.EphemeralContainer": ["image"]}
TYPES = {"string": "t", "boolean": "b", "number": "n", "integer": "i", "object": "*"}
# These modules have no `+genclient` that this script reads; all of their kinds belong to the whole cluster.
CLUSTER_WIDE_MODULES = ("io.k8s.apiextensions-apiserver.", "io.k8s.kube-aggregator.")


def main(folder: str) -> None:
    versions = {}
    for path in Path(folder).glob("v1.*-strict"):
        minor = int(path.name.split(".")[1])
        versions[minor] = Version(json.loads((path / "_definitions.json").read_text())["definitions"], go_types(minor))
    known = Known(dict(sorted(versions.items())))
    Path(__file__).with_name("known.txt").write_text("\n".join(known.lines()) + "\n", encoding="utf-8")


class Version:
    """One minor version: its definitions by name, and what its Go types add."""

    def __init__(self, definitions: dict, go: dict):
        self.definitions, self.go = definitions, go

    def kinds(self):
        """Kinds that can be applied, by apiVersion and kind: those that there are lists of."""
        found = {}
        for name, schema in self.definitions.items():
            for own in schema.get("x-kubernetes-group-version-kind", []):
                if "metadata" in schema.get("properties", {}) and name + "List" in self.definitions:
                    group = own["group"] + "/" if own["group"] else ""
                    found[group + own["version"], own["kind"]] = name
        return found

    def fields(self, name: str) -> dict:
        """The fields of a definition, each with its shape as it is written."""
        schema = self.definitions[name]
        required = schema.get("required", []) + DEMANDED.get(name, [])
        return {
            field + ("!" if field in required else ""): self.shape(value, self.choice(name, field), field)
            for field, value in schema.get("properties", {}).items()
        }

    def shape(self, schema: dict, choice: str | None, field: str) -> str:
        if "$ref" in schema:
            target = schema["$ref"].rsplit("/", 1)[1]
            whole = self.definitions[target]
            if target in SCALARS:
                return SCALARS[target]
            return "*" if field in ANY_FIELDS or not self.is_object(whole) else f"@{short(target)}"
        kind = one(schema.get("type"))
        if kind == "array":
            return "*" if field in ANY_FIELDS else "-" + self.shape(schema["items"], choice, field) + self.key(schema)
        if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
            return "%" + self.shape(schema["additionalProperties"], choice, field)
        if kind == "string" and choice:
            return f"={choice}"
        form = schema.get("format")
        return {"byte": "y", "int64": "l"}.get(form) or TYPES.get(kind, "*")

    @staticmethod
    def is_object(schema: dict) -> bool:
        """Whether it is an object with known fields."""
        return "properties" in schema

    def key(self, schema: dict) -> str:
        """What tells the things of a list apart: what Kubernetes says, else their name."""
        keys = schema.get("x-kubernetes-list-map-keys", [])
        key = schema.get("x-kubernetes-patch-merge-key") or (keys[0] if len(keys) == 1 else None)
        item = self.definitions.get(schema["items"].get("$ref", "").rsplit("/", 1)[-1], {})
        has_name = one(item.get("properties", {}).get("name", {}).get("type")) == "string"
        key = key or ("name" if has_name else None)
        return f"/{key}" if key else ""

    def choice(self, name: str, field: str) -> str | None:
        """The choice that a field of text takes its word from."""
        package, _, struct = name.rpartition(".")
        own = self.go.get(package, {}).get("structs", {}).get(struct, {}).get(field, "")
        return short(own) if self.words(own) else None

    def words(self, name: str):
        package, _, choice = name.rpartition(".")
        return self.go.get(package, {}).get("choices", {}).get(choice)


class Known:
    """What all versions know."""

    def __init__(self, versions: dict):
        self.versions, self.newest = versions, max(versions)

    def lines(self):
        yield f"minors {min(self.versions)} {self.newest}"
        kinds, names = {}, set()
        for minor, version in self.versions.items():
            for own, name in version.kinds().items():
                kinds.setdefault(own, (name, []))[1].append(minor)
        objects, waiting = {}, sorted({name for name, _ in kinds.values()})
        while waiting:
            name = waiting.pop()
            if name not in objects:
                objects[name] = self.object(name)
                waiting += [long(part) for _, shape in objects[name] for part in re.findall(r"@([\w.-]+)", shape)]
        for own, (name, minors) in sorted(kinds.items()):
            scope = "cluster" if self.is_cluster_wide(name) else "namespace"
            yield f"kind {own[0]} {own[1]} {scope} {short(name)}{self.minors(minors, self.versions)}"
        shapes = [shape for fields in objects.values() for _, shape in fields]
        for choice in sorted({part for shape in shapes for part in re.findall(r"=([\w.-]+)", shape)}):
            yield f"choice {choice} {'|'.join(self.words(long(choice)))}"
        for name, fields in sorted(objects.items(), key=lambda item: short(item[0])):
            yield f"object {short(name)}"
            yield from (f" {field} {shape}" for field, shape in fields)

    def object(self, name: str):
        """Fields and shapes in the order of the alphabet, each as the newest version that knows it has it."""
        there = [minor for minor, version in self.versions.items() if name in version.definitions]
        found, shapes = {}, {}
        for minor in there:
            for field, shape in self.versions[minor].fields(name).items():
                plain = field.rstrip("!")
                found.setdefault(plain, []).append(minor)
                shapes[plain] = field, shape
        return [
            (shapes[plain][0] + self.minors(found[plain], there), shapes[plain][1])
            for plain in sorted(found)
        ]

    def words(self, choice: str):
        found, there = {}, []
        for minor, version in self.versions.items():
            words = version.words(choice) or []
            there += [minor] if words else []
            for word in words:
                found.setdefault(word, []).append(minor)
        return [word + self.minors(minors, there) for word, minors in sorted(found.items())]

    def is_cluster_wide(self, name: str) -> bool:
        package, _, struct = name.rpartition(".")
        go = [version.go.get(package, {}).get("cluster_wide", ()) for version in self.versions.values()]
        return name.startswith(CLUSTER_WIDE_MODULES) or any(struct in kinds for kinds in go)

    @staticmethod
    def minors(known, among) -> str:
        """`~since-until` where a thing is not known as long as what it stands in; either side may be empty."""
        since = "" if min(known) == min(among) else min(known)
        until = "" if max(known) == max(among) else max(known)
        return f"~{since}-{until}" if since or until else ""


def go_types(minor: int) -> dict:
    """What the Go types of a minor version tell, by package as the definitions call it."""
    found = {}
    for module, prefix, below in (
        ("k8s.io/api", "io.k8s.api", "."),
        ("k8s.io/apimachinery", "io.k8s.apimachinery.pkg.apis", "pkg/apis"),
    ):
        told = subprocess.run(
            ["go", "mod", "download", "-json", f"{module}@v0.{minor}.0"], check=True, capture_output=True, text=True
        )
        root = Path(json.loads(told.stdout)["Dir"], below)
        for path in sorted(root.glob("*/v*/types.go")):
            package = ".".join([prefix, *path.relative_to(root).parts[:-1]])
            found[package] = go_file(package, path.read_text(encoding="utf-8"))
    return {
        package: {**own, "structs": {name: dict(flat(f"{package}.{name}", found)) for name in own["structs"]}}
        for package, own in found.items()
    }


def flat(name: str, packages: dict):
    """The fields of a struct and of those it embeds, each with the type of its values."""
    package, _, struct = name.rpartition(".")
    for field, own in packages.get(package, {}).get("structs", {}).get(struct, {}).items():
        if field.startswith("."):
            yield from flat(own, packages)
        else:
            yield field, own


def go_file(package: str, text: str) -> dict:
    """The structs, choices and cluster-wide kinds of a Go file."""
    imports = {
        alias or path.rsplit("/", 1)[1]: path.replace("k8s.io/", "io.k8s.").replace("/", ".")
        for alias, path in re.findall(r'^\s*(\w+)? *"(k8s\.io/[^"]+)"', text, re.M)
    }
    own, structs, choices, cluster_wide = None, {}, set(), set()
    comments, words = [], {}
    for line in map(str.strip, text.splitlines()):
        if line.startswith("//"):
            comments.append(line)
            continue
        if found := re.match(r"type (\w+) struct", line):
            own = structs.setdefault(found[1], {})
            if "// +genclient:nonNamespaced" in comments:
                cluster_wide.add(found[1])
        elif (found := re.match(r"type (\w+) string", line)) and "// +enum" in comments:
            choices.add(found[1])
        elif found := re.match(r'\w+\s+(\w+)\s*=\s*"([^"]*)"|\w+\s*=\s*(\w+)\("([^"]*)"\)', line):
            words.setdefault(found[1] or found[3], []).append(found[2] or found[4] or "")
        elif found := re.match(r'(?:\w+ +)?([\w.*\[\]]+)\s+`json:"([^",]*)', line):
            if own is not None:
                go_type = re.sub(r"^(?:\*|\[\]|map\[[\w.]+\])+", "", found[1])
                alias, _, name = go_type.rpartition(".")
                # An embedded struct has no name of its own in JSON.
                own[found[2] or f".{len(own)}"] = f"{imports.get(alias, alias) if alias else package}.{name}"
        if line:
            comments = []
    return {
        "structs": structs,
        "choices": {name: words[name] for name in choices if name in words},
        "cluster_wide": cluster_wide,
    }


def one(kind) -> str | None:
    """The type beside `null`."""
    return next((own for own in kind if own != "null"), None) if isinstance(kind, list) else kind


# What the names of definitions begin with, and the file leaves out.
PREFIX = re.compile(r"io\.k8s\.(api|(apimachinery|apiextensions-apiserver|kube-aggregator)\.pkg\.apis)\.")
LONG = {}


def short(name: str) -> str:
    """A definition's name without what all have."""
    found = PREFIX.sub("", name, count=1)
    if LONG.setdefault(found, name) != name:
        sys.exit(f"{name} and {LONG[found]} have the same short name")
    return found


def long(name: str) -> str:
    return LONG[name]


if __name__ == "__main__":
    main(sys.argv[1])
