"""`make audit`: what is known of the locked dependencies in PyPI's advisories, where these can be reached."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LOCKS = ("requirements-dev.lock", "requirements-quality.lock")  # which hold all of the others
AUDIT = "-m pip_audit --disable-pip --no-deps --format json --progress-spinner off --requirement".split()


class Failed(Exception):
    """The audit did not work; the message says why."""


def audited(lock: str) -> list[dict[str, Any]]:
    """What pip-audit found of each of the dependencies that could be looked up. Raises Failed."""
    done = subprocess.run([sys.executable, *AUDIT, lock], capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except ValueError:
        raise Failed("\n".join(done.stderr.splitlines()[-1:])) from None
    return [one for one in found if "skip_reason" not in one]


def reachable() -> bool:
    """Whether the advisories can be had of one dependency: of all of them it takes long to fail."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(next(line for line in Path(LOCKS[0]).read_text("utf-8").splitlines() if "==" in line))
        file.flush()
        try:
            return bool(audited(file.name))
        except Failed:
            return False


def main() -> int:
    """Print what is known of the pinned versions. Returns 1 if there is anything, or if it cannot be told."""
    if not reachable():
        print("audit skipped: the advisories cannot be reached")
        return 0
    try:
        found = {(one["name"], one["version"]): one["vulns"] for lock in LOCKS for one in audited(lock)}
    except Failed as error:
        print(f"audit failed: {error}")
        return 1
    for (name, version), known in found.items():
        for one in known:
            print(f"{name} {version}: {one['id']}, mended in {', '.join(one['fix_versions']) or 'no version yet'}")
    print(f"{len(found)} dependencies audited, {sum(map(bool, found.values()))} with advisories")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
