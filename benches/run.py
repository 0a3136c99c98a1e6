#!/usr/bin/env python3
"""Measures todoc beside what people use today: whole processes, interleaved in one run, medians.

    run.py [--rounds N] [--services N] [--large N] [--only NAMES] [--todoc FILE] [--helm FILE] [--timings]

Prints a Markdown table. It is a measurement and no test: a ratio never makes it fail, a command that fails does.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import generate

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("dev", "staging", "prod")
GNU_TIME = "/usr/bin/time"

Command = list[str]


@dataclass
class Side:
    """One of the two things that are compared: fresh commands for every round, run one after the other."""

    name: str
    commands: Callable[[], list[Command]]
    seconds: list[float] = field(default_factory=list)
    peak_mib: float | None = None


@dataclass(frozen=True)
class Wanted:
    """What todoc aims at beside a peer: shares of its time and memory, or seconds more than it takes."""

    time: float | None = None
    memory: float | None = None
    more: float | None = None


@dataclass
class Comparison:
    """todoc beside a peer, and what is aimed at."""

    name: str
    wanted: Wanted
    todoc: Side
    peer: Side

    def distances(self) -> list[float]:
        """How far todoc is from its peer, round by round: the share of its time, or the seconds more."""
        rounds = zip(self.todoc.seconds, self.peer.seconds, strict=True)
        return [own - other if self.wanted.more else own / other for own, other in rounds]

    def memory(self) -> float | None:
        own, other = self.todoc.peak_mib, self.peer.peak_mib
        return own / other if own and other and self.wanted.memory else None


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="todoc-bench-") as folder:
        bench = Bench(options, Path(folder))
        comparisons = [bench.comparison(name) for name in options.only.split(",")]
        if options.timings:
            bench.print_timings()
        sides = [side for each in comparisons for side in (each.todoc, each.peer)]
        for side in sides:
            measure_memory(side)  # also warms caches
        for _ in range(options.rounds):
            for side in sides:
                measure_time(side)
        print_table(comparisons, options)


class Bench:
    """The applications and commands of a run, below one scratch folder."""

    WANTED = {
        "manifests": Wanted(time=1 / 30),
        "check": Wanted(time=1 / 2),
        "full": Wanted(time=1),
        "rebuild": Wanted(time=1 / 4),
        "scale": Wanted(time=11, memory=12),
        "small": Wanted(more=0.010),
    }

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.todoc = options.todoc or release_build()
        self.helm = options.helm or cached_helm()
        self.services, self.large, self.folder = options.services, options.large, folder
        self.application = self.generated(self.services)
        self.built = folder / "built"
        run_quietly(self.build(self.application, self.built))
        self.copies = 0
        self.changes = 0

    def comparison(self, name: str) -> Comparison:
        todoc, peer = getattr(self, name)()
        return Comparison(name, self.WANTED[name], todoc, peer)

    # (a) Manifests of all environments to a stream.
    def manifests(self) -> tuple[Side, Side]:
        stdout = self.stdout(self.application)
        return (
            Side(f"manifests of {self.services} services, 3 environments, to stdout", lambda: [stdout]),
            Side("`helm template` × 3 on the same chart", self.helm_commands),
        )

    # (b) The same work without output.
    def check(self) -> tuple[Side, Side]:
        stdout = self.stdout(self.application)
        return (
            Side(f"check of {self.services} services", lambda: [[self.todoc, "check", str(self.application)]]),
            Side("manifests of the same to stdout", lambda: [stdout]),
        )

    # (c) Everything into a folder that does not exist.
    def full(self) -> tuple[Side, Side]:
        return (
            Side(f"full build of {self.services} services, fresh folder",
                 lambda: [self.build(self.application, self.fresh())]),
            Side("`cp -r` of that output", self.copy),
        )

    # (d) The same folder again after one value was changed.
    def rebuild(self) -> tuple[Side, Side]:
        application, built = self.generated(self.services, "rebuilt"), self.folder / "rebuilt-output"
        run_quietly(self.build(application, built))

        def change_and_build() -> list[Command]:
            self.changes += 1
            source = application / "app.todostack"
            text = source.read_text(encoding="utf-8")
            begin = text.index('TIMEOUT_MS    = "') + len('TIMEOUT_MS    = "')
            source.write_text(text[:begin] + str(2000 + self.changes) + text[begin + 4 :], encoding="utf-8")
            return [self.build(application, built)]

        return (
            Side(f"build of {self.services} services after one change", change_and_build),
            Side("`cp -r` of that output", self.copy),
        )

    # (e) Whether time and memory stay linear.
    def scale(self) -> tuple[Side, Side]:
        large, small = self.stdout(self.generated(self.large)), self.stdout(self.application)
        return (
            Side(f"manifests of {self.large} services to stdout", lambda: [large]),
            Side(f"the same of {self.services} services", lambda: [small]),
        )

    # (f) A small application, as its author builds it all day.
    def small(self) -> tuple[Side, Side]:
        example = ROOT / "examples" / "todo-app"
        return (
            Side("full build of examples/todo-app, fresh folder", lambda: [self.build(example, self.fresh())]),
            Side("`true`", lambda: [["true"]]),
        )

    def print_timings(self) -> None:
        """What todoc itself says about its phases, for the stream and for the full build."""
        for command in (self.stdout(self.application), self.build(self.application, self.fresh())):
            print(f"`todoc {' '.join(command[1:])} --timings`\n\n```", flush=True)
            answer = subprocess.run([*command, "--timings"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            print(f"{answer.stderr.rstrip()}\n```\n")
            if answer.returncode:
                sys.exit(f"error: todoc failed with status {answer.returncode}")

    def generated(self, services: int, name: str = "app") -> Path:
        folder = self.folder / f"{name}-{services}"
        if not folder.exists():
            generate.main(str(folder), services)
        return folder

    def stdout(self, application: Path) -> Command:
        return [self.todoc, "build", str(application), "--only", "manifests", "--stdout"]

    def build(self, application: Path, out: Path) -> Command:
        return [self.todoc, "build", str(application), "--out", str(out)]

    def helm_commands(self) -> list[Command]:
        chart = str(self.built / "app")
        return [
            [self.helm, "template", "app", chart, "-n", environment, "-f", f"{chart}/values-{environment}.yaml",
             "--skip-tests"]
            for environment in ENVIRONMENTS
        ]

    def copy(self) -> list[Command]:
        return [["cp", "-r", str(self.built), str(self.fresh())]]

    def fresh(self) -> Path:
        """A folder that is new every time: removing a tree makes the next one slow, so nothing is removed meanwhile."""
        self.copies += 1
        return self.folder / f"output-{self.copies}"


def measure_time(side: Side) -> None:
    commands = side.commands()
    os.sync()  # what was written before must not be flushed while the clock runs
    begin = time.perf_counter()
    for command in commands:
        run_quietly(command)
    side.seconds.append(time.perf_counter() - begin)


def measure_memory(side: Side) -> None:
    """The peak of the largest process. Through GNU time, because a child of ours would begin with our own peak."""
    for command in side.commands():
        with tempfile.NamedTemporaryFile("r") as report:
            measured = [GNU_TIME, "--quiet", "--format=%M", f"--output={report.name}"] if Path(GNU_TIME).exists() else []
            run_quietly([*measured, *command])
            if measured:
                side.peak_mib = max(side.peak_mib or 0, int(report.read()) / 1024)


def run_quietly(command: Command) -> None:
    """Runs to /dev/null; a failure ends the measurement."""
    with tempfile.TemporaryFile() as errors:
        status = subprocess.call(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
        if status:
            errors.seek(0)
            sys.stderr.write(errors.read().decode(errors="replace")[-4000:])
            sys.exit(f"error: `{' '.join(command)}` failed with status {status}")


def print_table(comparisons: list[Comparison], options: argparse.Namespace) -> None:
    print(machine(), f"{options.rounds} rounds, medians; min–max in brackets.\n", sep="; ")
    print("| measured | time | memory | beside | time | memory | wanted | is | |\n|---|---|---|---|---|---|---|---|---|")
    for each in comparisons:
        wanted, found, holds = verdict(each)
        print(f"| {cells(each.todoc)} | {cells(each.peer)} | {wanted} | {found} | {'holds' if holds else 'falls short'} |")


def verdict(each: Comparison) -> tuple[str, str, bool]:
    """What is aimed at, what is, and whether that is enough."""
    distances, memory = each.distances(), each.memory()
    low, middle, high = min(distances), statistics.median(distances), max(distances)
    if each.wanted.more:
        wanted, found = f"≤ {shown(each.wanted.more)} more", f"{shown(middle)} more ({shown(low)}–{shown(high)})"
        return wanted, found, middle <= each.wanted.more
    limit = each.wanted.time or 1
    wanted, found, holds = f"≤ {limit:.3g} ×", f"{middle:.3g} × ({low:.3g}–{high:.3g})", middle <= limit
    if memory and each.wanted.memory:
        wanted, found = f"{wanted}, memory ≤ {each.wanted.memory:.3g} ×", f"{found}, memory {memory:.3g} ×"
        holds = holds and memory <= each.wanted.memory
    return wanted, found, holds


def cells(side: Side) -> str:
    low, middle, high = min(side.seconds), statistics.median(side.seconds), max(side.seconds)
    peak = "–" if side.peak_mib is None else f"{side.peak_mib:.0f} MiB"
    return f"{side.name} | {shown(middle)} ({shown(low)}–{shown(high)}) | {peak}"


def shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def machine() -> str:
    models = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {models[0] if models else 'unknown model'}, {memory:.0f} GiB"


def release_build() -> str:
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return str(target / "release" / "todoc")


def cached_helm() -> str:
    answer = subprocess.run([ROOT / "tests" / "tools.sh", "helm4"], stdout=subprocess.PIPE, text=True, check=True)
    return answer.stdout.strip().split("=", 1)[1]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each command is measured")
    parser.add_argument("--services", type=int, default=1000, help="size of the application")
    parser.add_argument("--large", type=int, default=10000, help="size of the large one in `scale`")
    parser.add_argument("--only", default=",".join(Bench.WANTED), help="comparisons to run")
    parser.add_argument("--todoc", help="a binary; default: a release build of this repository")
    parser.add_argument("--helm", help="a binary; default: Helm 4 of tests/tools.sh")
    parser.add_argument("--timings", action="store_true", help="print todoc's own phases first")
    options = parser.parse_args()
    unknown = [name for name in options.only.split(",") if name not in Bench.WANTED]
    if unknown:
        parser.error(f"no comparison is called {unknown[0]!r}; there are: {', '.join(Bench.WANTED)}")
    return options


if __name__ == "__main__":
    main()
