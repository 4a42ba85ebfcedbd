import os
import subprocess
import sys

from command import KLIPING, environment

HEAVY = ("sqlalchemy", "prefect", "lxml", "trafilatura", "bs4", "httpx", "alembic", "db", "cleaners")


def test_help_is_quick() -> None:
    """In seconds of the processor, which other work on the machine hardly changes."""

    def seconds() -> float:
        process = subprocess.Popen([*KLIPING, "--help"], env=environment(), stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        return usage.ru_utime + usage.ru_stime

    assert min(seconds() for _ in range(3)) < 0.5


def test_help_imports_nothing_heavy() -> None:
    program = "import sys, flows.cli; flows.cli.main(['--help'], standalone_mode=False); print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    modules = {name.partition(".")[0] for name in result.stdout.splitlines()[-1].split()}
    assert modules.isdisjoint(HEAVY)


def test_each_verb_says_what_it_does() -> None:
    result = subprocess.run(
        [*KLIPING, "--help"], env=environment(COLUMNS="200"), capture_output=True, text=True, check=True
    )
    commands = result.stdout.partition("Commands")[2]
    named = [line.split()[1] for line in commands.splitlines() if line.startswith("│ ")]
    verbs = "run crawl learn clean explain export search health browse stats serve config migrate".split()
    assert named == [*verbs, "outlet"]
    for verb in verbs:
        result = subprocess.run(
            [*KLIPING, verb, "--help"], env=environment(), capture_output=True, text=True, check=True
        )
        assert "--db" in result.stdout
    for verb in ("new", "check"):
        result = subprocess.run(
            [*KLIPING, "outlet", verb, "--help"], env=environment(), capture_output=True, text=True, check=True
        )
        assert "--outlets" in result.stdout


def test_usage_errors_exit_with_2() -> None:
    for args in (["run"], ["run", "x", "--workers", "0"], ["sing"]):
        assert subprocess.run([*KLIPING, *args], env=environment(), capture_output=True, check=False).returncode == 2
