"""Run every check once, and say at the end what passed, what failed and what could not run.

Checks that wait for locks and disks leave cores idle, so several run side by side; the browser, whose pages have to be
in time, runs alone. The output of each is shown when it ends, and kept in var/test/. Ends with a line "N passed, N
failed"; the exit code is 0 only if everything ran and passed.
"""

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
OUT = ROOT / "var" / "test"
POSTGRES = str(ROOT / ".ci" / "postgres.sh")
PYTHON = str(BIN / "python")
PYTEST = [PYTHON, "-m", "pytest", "-q", "-rfEs", "--tb=short", "-p", "no:cacheprovider", "--timeout=900"]
UNIT = "not browser and not race and not soak and not bench and not outside"
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)")
NO_TESTS = 5  # pytest's exit code when nothing was collected
# What one check has compiled the next one reads; by default nothing is written beside the sources.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = str(ROOT / "var" / "pycache")
running: set[subprocess.Popen] = set()
stopped = threading.Event()


@dataclass
class Check:
    """One line of the final summary; `missing` names what the machine lacks, else it is empty."""

    name: str
    command: list[str]
    env: dict[str, str]
    missing: str = ""
    passed: int = 0
    failed: int = 0
    state: str = ""
    seconds: float = 0
    lane: str = ""  # within a part of the run, checks of different lanes run side by side
    part: int = 0  # the next part begins when every lane of this one has ended


def production() -> dict[str, str]:
    """A made-up but complete production environment: what the deployment check reads, nothing that is used."""
    return {
        "DJANGO_SETTINGS_MODULE": "commissioning.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "decisions.council.example",
        "DATABASE_URL": "postgres://nobody@localhost/none",
        "COUNCIL_NAME": "Example Council",
        "SOURCE_CODE_URL": "https://decisions.council.example/source",
    }


def marked(marker: str) -> list[str]:
    """The test files that bear a marker: a run of its own need not read all the others."""
    told = re.compile(rf"\bmark\.{marker}\b")
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py") if told.search(path.read_text()))


def checks(postgres: str, scratch: Path) -> list[Check]:
    tests = {"DJANGO_SETTINGS_MODULE": "commissioning.settings.test"}
    on_file = {**tests, "TEST_SQLITE_FILE": str(scratch / "test.sqlite3")}
    on_postgres = {**tests, "DATABASE_URL": postgres}
    no_postgres = "" if postgres else "PostgreSQL is not installed or did not start"
    browser = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    no_browser = "" if browser else "Chromium is not installed"
    no_node = "" if shutil.which("node") and (ROOT / "tests/node/node_modules").is_dir() else "node tools are not installed"
    no_java = "" if shutil.which("java") else "Java is not installed"
    no_outside = "" if (ROOT / "var/outside/aics_tlog").is_dir() else "the outside verifier is not installed"
    manage = [PYTHON, "manage.py"]
    demo = {"DJANGO_SETTINGS_MODULE": "commissioning.settings.demo"}
    forward = [*manage, "migrate", "-v", "0"]
    back = [*forward, "commissioning", "0001"]  # all but the people; what builds on it goes back with it
    units = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--ignore=tests/architecture", "-m", UNIT, "tests"]
    no_rules = "--ignore-glob=tests/*/rules"  # they touch no database: once is enough
    typed = [str(path) for app in ("commissioning", "decisions", "scrutiny", "workflows")
             for shelf in ("rules", "selectors", "services") for path in [ROOT / app / shelf] if list(path.rglob("[!_]*.py"))]  # fmt: skip
    style = [
        Check("ruff", [str(BIN / "ruff"), "check", "."], {}),
        Check("mypy on rules, selectors and services", [str(BIN / "mypy"), *typed], tests),
        Check("architecture", [*PYTEST, "tests/architecture"], tests),
        Check("no migration missing", [*manage, "makemigrations", "--check", "--dry-run"], tests),
        Check("migrations on SQLite", forward, {**demo, "DEMO_DATABASE": str(scratch / "m.sqlite3")}),
        Check("migrations back on SQLite", back, {**demo, "DEMO_DATABASE": str(scratch / "m.sqlite3")}),
        Check("migrations on PostgreSQL", forward, on_postgres, no_postgres),
        Check("migrations back on PostgreSQL", back, on_postgres, no_postgres),
        Check("production settings", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production()),
        Check("outside verifier of the log", [*PYTEST, "-m", "outside", *marked("outside")], tests, no_outside),
    ]
    for check in style:
        check.lane = "style"
    return [
        Check("races on SQLite", [*PYTEST, "-m", "race", *marked("race")], on_file, lane="races on SQLite"),
        Check("races on PostgreSQL", [*PYTEST, "-m", "race", *marked("race")], on_postgres, no_postgres, lane="races on PostgreSQL"),
        *style,
        Check("tests on SQLite", [*PYTEST, *units], tests, no_node, lane="style"),
        Check("tests on PostgreSQL", [*PYTEST, no_rules, *units], on_postgres, no_postgres or no_node, lane="PostgreSQL", part=1),
        Check("browser", [*PYTEST, "-n", "3", "--dist", "loadfile", "-m", "browser", *marked("browser")], on_file,
              no_browser or no_node or no_java, lane="browser", part=2),
    ]  # fmt: skip


def run(check: Check) -> None:
    """Run one check and count; what it prints is kept in a file, and shown at its end."""
    if stopped.is_set():
        return
    if check.missing:
        check.state, check.failed = f"NOT RUN: {check.missing}", 1
        print(f"\n===== {check.name} =====\n{check.state}", flush=True)
        return
    env = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "TEST_SQLITE_FILE"}}
    began = time.monotonic()
    print(f"started: {check.name}", flush=True)
    lines = []
    with (OUT / f"{check.name.replace(' ', '-')}.log").open("w") as log:
        program = subprocess.Popen(
            check.command, cwd=ROOT, env={**env, **check.env}, text=True, errors="replace",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        running.add(program)
        for line in program.stdout:
            log.write(line)
            lines.append(line)
        code = program.wait()
    running.discard(program)
    check.seconds = time.monotonic() - began
    print(f"\n===== {check.name} =====\n{''.join(lines)}", end="", flush=True)
    judge(check, code, lines)


def run_all(chosen: list[Check]) -> None:
    """One part after the other; within a part the lanes side by side, each in order."""
    for part in sorted({check.part for check in chosen}):
        lanes: dict[str, list[Check]] = {}
        for check in chosen:
            if check.part == part:
                lanes.setdefault(check.lane, []).append(check)
        with ThreadPoolExecutor(max_workers=len(lanes)) as pool:
            list(pool.map(lambda lane: [run(check) for check in lane], lanes.values()))


def judge(check: Check, code: int, lines: list[str]) -> None:
    if "pytest" not in check.command:
        check.passed, check.failed, check.state = int(code == 0), int(code != 0), "ok" if code == 0 else "FAILED"
        return
    last = next((line for line in reversed(lines) if COUNT.search(line) or "no tests ran" in line), "")
    counts = {word.rstrip("s"): int(number) for number, word in COUNT.findall(last)}
    check.passed = counts.get("passed", 0)
    check.failed = counts.get("failed", 0) + counts.get("error", 0)
    if code == NO_TESTS:
        check.state, check.failed = "NOT RUN: no test was found", 1
    elif code:
        check.state, check.failed = "FAILED", max(check.failed, 1)
    elif counts.get("skipped"):
        check.state, check.failed = f"NOT RUN: {counts['skipped']} skipped (see above)", counts["skipped"]
    else:
        check.state = "ok"


def start_postgres(folder: Path) -> str:
    """The address of a server of our own, or nothing where none can be started."""
    began = subprocess.run([POSTGRES, "start", str(folder)], cwd=ROOT, capture_output=True, text=True, check=False)
    if began.returncode:
        print(began.stderr, file=sys.stderr)
        return ""
    return began.stdout.strip().splitlines()[-1]


def summarise(done: list[Check], seconds: float) -> int:
    print("\n===== summary =====")
    for check in done:
        counts = f"{check.passed} passed, {check.failed} failed"
        print(f"{check.name:<28} {counts:<26} {check.seconds:>4.0f} s  {check.state}")
    passed, failed = sum(check.passed for check in done), sum(check.failed for check in done)
    print(f"time: {int(seconds // 60)} min {int(seconds % 60)} s")
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0)


def stop_on_signal(*_) -> None:
    stopped.set()
    for program in list(running):
        program.terminate()
    raise KeyboardInterrupt


def main(only: Callable[[Check], bool]) -> int:
    for end in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(end, stop_on_signal)
    began = time.monotonic()
    OUT.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="test."))
    scratch.chmod(0o755)  # the server runs as another user when we are root
    folder = scratch / "pg"
    try:
        postgres = start_postgres(folder)
        chosen = [check for check in checks(postgres, scratch) if only(check)]
        run_all(chosen)
        return summarise(chosen, time.monotonic() - began)
    except KeyboardInterrupt:
        return 130
    finally:
        subprocess.run([POSTGRES, "stop", str(folder)], cwd=ROOT, check=False)
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    words = sys.argv[1:]
    sys.exit(main(lambda check: not words or any(word in check.name for word in words)))
