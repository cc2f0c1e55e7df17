"""Run the demo borough on this machine: one web server, one worker, one clock, one signer of the log, ended together by Ctrl-C.

Before that it brings the database and the static files up to date and fills an empty borough. Everything it writes
lies in var/; `rm -r var` begins again. The web server ends the demo when it ends; the others are started again.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv" / "bin" / "python")
HOST = "127.0.0.1"  # never another: demo mode signs people in with one click
PORT = int(os.environ.get("PORT", "8000"))
LOGS = ROOT / "var" / "log"
ENV = {**os.environ, "DJANGO_SETTINGS_MODULE": "commissioning.settings.demo", "PYTHONUNBUFFERED": "1"}
MANAGE = [PYTHON, "manage.py"]
WEB = [
    PYTHON, "-m", "gunicorn", "commissioning.wsgi:application", "--bind", f"{HOST}:{PORT}",
    "--workers", "2", "--graceful-timeout", "5", "--log-level", "warning",
]  # fmt: skip
PROGRAMS = {"web": WEB, "worker": [*MANAGE, "db_worker"], "tick": [*MANAGE, "tick", "--loop"]}
PROGRAMS["signer"] = [*MANAGE, "ledger_sign", "--watch", "30"]
RESTARTS = 5


def say(text: str) -> None:
    print(f"demo: {text}", flush=True)


def stop_on_signal(*_) -> None:
    raise KeyboardInterrupt


def port_is_free() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError:
            return False
    return True


def prepare() -> None:
    """Database, static files, borough; each step does nothing where nothing is to do."""
    LOGS.mkdir(parents=True, exist_ok=True)
    for step, why in (
        (["migrate", "-v", "0"], "bringing the database up to date"),
        (["ledger_key", "--if-none"], "making the key that signs the log, where there is none"),
        (["collectstatic", "--noinput", "-v", "0", "--ignore", "viewflow"], "gathering static files"),
        (["demo_borough"], "filling the demo borough (the first time takes a minute)"),
    ):
        say(why)
        subprocess.run([*MANAGE, *step], cwd=ROOT, env=ENV, check=True)


def start(name: str) -> subprocess.Popen:
    with (LOGS / f"{name}.log").open("ab") as log:
        # An own session, so that Ctrl-C reaches only this supervisor, which then ends the others in order.
        return subprocess.Popen(
            PROGRAMS[name], cwd=ROOT, env=ENV, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )


def wait_for_web(web: subprocess.Popen) -> bool:
    for _ in range(300):
        if web.poll() is not None:
            return False
        with socket.socket() as probe:
            if probe.connect_ex((HOST, PORT)) == 0:
                return True
        time.sleep(0.1)
    return False


def greet() -> None:
    say("who can sign in, each with one click on the sign-in page:")
    subprocess.run([*MANAGE, "demo_borough", "--people"], cwd=ROOT, env=ENV, check=False)
    say(f"ready at http://{HOST}:{PORT}/  (Ctrl-C ends it; the data stay in var/)")


def watch(running: dict[str, subprocess.Popen]) -> int:
    left = RESTARTS
    while True:
        time.sleep(1)
        for name, program in list(running.items()):
            if program.poll() is None:
                continue
            say(f"{name} ended with code {program.returncode}; see var/log/{name}.log")
            if name == "web" or not left:
                return 1
            left -= 1
            running[name] = start(name)


def stop(running: dict[str, subprocess.Popen]) -> None:
    for program in running.values():
        if program.poll() is None:
            program.terminate()
    deadline = time.monotonic() + 10
    for program in running.values():
        try:
            program.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)


def main() -> int:
    for end in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(end, stop_on_signal)
    if not port_is_free():
        say(f"port {PORT} is in use on this machine. Choose another:  make demo PORT=8001")
        return 1
    try:
        prepare()
    except subprocess.CalledProcessError as error:
        say(f"stopped: {' '.join(error.cmd[1:])} failed (see above)")
        return 1
    except KeyboardInterrupt:
        return 0
    running: dict[str, subprocess.Popen] = {}
    try:
        for name in PROGRAMS:
            running[name] = start(name)
        if not wait_for_web(running["web"]):
            say("the web server did not start; the end of var/log/web.log:")
            with (LOGS / "web.log").open(errors="replace") as log:
                shutil.copyfileobj(log, sys.stdout)
            return 1
        greet()
        return watch(running)
    except KeyboardInterrupt:
        say("ending")
        return 0
    finally:
        stop(running)


if __name__ == "__main__":
    sys.exit(main())
