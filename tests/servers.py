"""Real servers for tests: PostgreSQL and Chroma on free loopback ports, in temporary folders."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

_STARTED_S = 60
# Nothing has to survive a power cut here.
_HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database on a PostgreSQL server of its own.

    The server refuses to run as root, so it runs as `postgres` or `nobody` there.
    """
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    pg_ctl = shutil.which("pg_ctl", path=os.pathsep.join([*map(str, programs), os.defpath]))
    if pg_ctl is None:
        pytest.skip("PostgreSQL is not installed (Debian's package `postgresql`)")
    pytest.importorskip("psycopg", reason="psycopg is not installed (the extra `postgres`)")
    folder = Path(tempfile.mkdtemp(prefix="bantin-pg-"))
    user = None
    if os.getuid() == 0:
        user = next(name for name in ("postgres", "nobody") if _is_known(name))
        shutil.chown(folder, user)

    def run(*command: str) -> None:
        log = folder.with_suffix(".log")
        with log.open("ab") as out:
            done = subprocess.run(
                command, user=user, cwd=folder, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                timeout=_STARTED_S,
            )  # fmt: skip
        assert done.returncode == 0, log.read_text("utf-8")

    data, port = str(folder / "data"), free_port()
    try:
        initdb = str(Path(pg_ctl).with_name("initdb"))
        # A language's order of texts, so that a query that forgets its order is noticed.
        run(
            initdb,
            "-D",
            data,
            "-U",
            "bantin",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=icu",
            "--icu-locale=vi",
            "-N",
        )
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} {_HASTE}"
        )
        run(pg_ctl, "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield f"postgresql://bantin@127.0.0.1:{port}/postgres"
        finally:
            run(pg_ctl, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)


@contextmanager
def chroma(folder: Path) -> Iterator[str]:
    """The address of a Chroma server (the Rust one) of its own."""
    command = Path(sys.executable).with_name("chroma")
    if not command.exists():
        pytest.skip("chroma has no command here")
    port = free_port()
    server = subprocess.Popen(
        [command, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + _STARTED_S
        while True:
            try:
                urllib.request.urlopen(f"{address}/api/v2/heartbeat", timeout=5).close()
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def token_proxy(server: str, token: str) -> Iterator[str]:
    """The address of a proxy that passes on requests with the bearer token and refuses others."""

    class Handler(BaseHTTPRequestHandler):
        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, answer = 401, b'{"error": "no token"}'
            if self.headers.get("Authorization") == f"Bearer {token}":
                headers = {"Content-Type": self.headers.get("Content-Type", "application/json")}
                request = urllib.request.Request(
                    server + self.path, body or None, headers, method=self.command
                )
                try:
                    with urllib.request.urlopen(request, timeout=20) as reply:
                        status, answer = reply.status, reply.read()
                except urllib.error.HTTPError as error:
                    with error:
                        status, answer = error.code, error.read()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PUT = do_DELETE = _pass_on

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{proxy.server_port}"
    finally:
        proxy.shutdown()
        proxy.server_close()


def _is_known(user: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


@contextmanager
def silent_proxy(server_port: int) -> Iterator[tuple[int, threading.Event]]:
    """The port of a proxy; once the event is set it takes everything and passes nothing on."""
    is_silent, sockets = threading.Event(), []
    listening = socket.create_server(("127.0.0.1", 0))

    def pass_on(given: socket.socket, taken: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := given.recv(65_536):
                if not is_silent.is_set():
                    taken.sendall(data)
        if not is_silent.is_set():
            with contextlib.suppress(OSError):
                taken.shutdown(socket.SHUT_WR)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", server_port))
                sockets.extend((near, far))
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=pass_on, args=pair, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1], is_silent
    finally:
        for each in (listening, *sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
