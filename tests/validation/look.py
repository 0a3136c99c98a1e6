"""Lets checkov look at several folders, one after the other: it takes longer to start than to look at one.

    look.py FOLDER…        with what `tests/tools.sh checkov` installed on PYTHONPATH

Prints a line of JSON for each: the resources that were read, and the rules that failed, were skipped, or could not be parsed. The
rules and their defaults are checkov's own; what its command does beside, it does for an account at its vendor.
"""

import json
import os
import sys

os.environ["LOG_LEVEL"] = "ERROR"

from checkov.kubernetes.runner import Runner  # noqa: E402  (it reads the level when it is loaded)
from checkov.runner_filter import RunnerFilter  # noqa: E402


def look(folder: str) -> dict[str, object]:
    report = Runner().run(root_folder=folder, runner_filter=RunnerFilter(framework=["kubernetes"]))
    return {
        "resources": sorted(resource.partition(".yaml:")[2] for resource in report.resources),
        "passed": len(report.passed_checks),
        "failed": [[check.check_id, check.resource] for check in report.failed_checks],
        "skipped": [[check.check_id, check.resource] for check in report.skipped_checks],
        "unparsed": report.parsing_errors,
    }


if __name__ == "__main__":
    for each in sys.argv[1:]:
        print(json.dumps(look(each)), flush=True)
