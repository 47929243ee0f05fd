"""Loading, asking, serving and evaluating reach nothing but this machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import Settings
from tests.conftest import ROOT

# Runs before anything is imported: attempts are written down even where the caller ignores errors.
_WATCHED = """
import atexit, socket, sys
log = open(sys.argv[1], "a")
local = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "::", None, "")
def note(what):
    log.write(what + "\\n"); log.flush()
    raise OSError("no network here: " + what)
connect, connect_ex, sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
def is_local(sock, address):
    return sock.family == socket.AF_UNIX or address[0] in local
def watched(real, name):
    def call(self, *given):
        address = given[-1]
        return real(self, *given) if is_local(self, address) else note(f"{name} {address}")
    return call
socket.socket.connect = watched(connect, "connect")
socket.socket.connect_ex = watched(connect_ex, "connect_ex")
socket.socket.sendto = watched(sendto, "sendto")
look_up = socket.getaddrinfo
def looked_up(host, *given, **more):
    return look_up(host, *given, **more) if host in local else note(f"look-up of {host}")
socket.getaddrinfo = looked_up
"""
_PROGRAM = """
from pathlib import Path
from assistant.build import build_assistant, warm_up
from assistant.settings import Settings
from assistant.web import build_server
from evals.cases.loading import load_suite
from evals.runs.targets import LocalTarget
from evals.workbench import run_suite
from fastapi.testclient import TestClient
from knowledge.build import ingesting
import shutil, time
data = Path(sys.argv[2])
data.mkdir(parents=True, exist_ok=True)
if Path(sys.argv[3]).exists():  # made graphs: they spare a minute
    shutil.copytree(sys.argv[3], data / "models")
(data / "tin.md").write_text("---\\ntitle: Tin\\ndate: 2022-12-07\\nplace: Bắc Kạn\\n---\\n\\n"
    "Năm 2022, đi làm việc ở nước ngoài được 753/500 người. <img src='https://x.invalid/a.png'>")
settings = Settings(data=data)
with ingesting(settings) as ingester:
    assert [r.status for r in ingester.run([data / "tin.md"])] == ["added"]
assistant = build_assistant(settings)
warm_up(assistant)
question = "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?"
assert assistant.answer(question).short == "753 người"
with TestClient(build_server(assistant, settings)) as client:
    for path in ("/", "/bulletins", "/api/v1/docs", "/api/v1/openapi.json", "/staff/sign-in"):
        assert client.get(path).status_code == 200
    assert client.post("/api/v1/ask", json={"question": question}).json()["short"] == "753 người"
run_suite(load_suite("talk")[:3], LocalTarget(assistant, settings), data / "run")
time.sleep(1)  # for threads that report later
if len(sys.argv) > 4:
    socket.create_connection(("192.0.2.1", 9), timeout=1)
"""


@pytest.fixture
def run_watched(sample_settings: Settings, tmp_path: Path):  # type: ignore[no-untyped-def]  # below
    """A function that runs the program in a new process and gives the attempts to reach others."""

    def run(*more: str) -> list[str]:
        log = tmp_path / "attempts"
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("BANTIN_", "GRADIO_"))}
        done = subprocess.run(
            [sys.executable, "-c", _WATCHED + _PROGRAM, str(log), str(tmp_path / "data"),
             str(sample_settings.models), *more],
            capture_output=True, text=True, env=clean | {"PYTHONPATH": str(ROOT)}, cwd=tmp_path, timeout=300,
        )  # fmt: skip
        assert more or done.returncode == 0, done.stderr[-2000:]
        return log.read_text().splitlines()

    return run


@pytest.mark.integration
def test_nothing_is_sent_to_anybody(run_watched) -> None:  # type: ignore[no-untyped-def]  # a function
    """Neither our code nor a library reports anything, also where it would ignore the error."""
    assert run_watched() == []


@pytest.mark.integration
def test_the_watch_sees_an_attempt(run_watched) -> None:  # type: ignore[no-untyped-def]  # a function
    """Sockets of Python alone are watched, not those that a native library opens by itself."""
    assert run_watched("control") != []
