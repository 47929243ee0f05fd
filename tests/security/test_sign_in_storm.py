"""Many sign-in attempts take little memory, verify few passwords and delay no other request."""

import contextlib
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from assistant.backoffice import accounts as accounts_module
from assistant.backoffice.accounts import Accounts
from assistant.backoffice.sign_in_attempts import PER_CLIENT, PER_NAME, SignInAttempts, Verifying
from assistant.backoffice.store import Store
from assistant.errors import SignInBusy, SignInRefused, TooManyTries
from assistant.settings import Settings
from evals.bench.serving import served

PASSWORD = "một mật khẩu dài"


class Hasher:
    """A slow fake hasher that counts verifications and how many run at the same time."""

    def __init__(self) -> None:
        self.count = self.running = self.most = 0
        self._lock = threading.Lock()

    def verify(self, known: str, password: str) -> bool:
        from argon2.exceptions import VerifyMismatchError

        with self._lock:
            self.count, self.running = self.count + 1, self.running + 1
            self.most = max(self.most, self.running)
        threading.Event().wait(0.02)
        with self._lock:
            self.running -= 1
        raise VerifyMismatchError


def outcomes(accounts: Accounts, names: list[str], client: Callable[[int], str]) -> list[type]:
    def attempt(n: int) -> type:
        try:
            accounts.sign_in(names[n], "sai mật khẩu", client(n))
        except SignInRefused as exc:
            return type(exc)
        return str

    with ThreadPoolExecutor(80) as pool:
        return list(pool.map(attempt, range(len(names))))


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> Hasher:
    made = Hasher()
    monkeypatch.setattr(accounts_module, "_hasher", lambda: made)
    return made


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(Store(tmp_path))


def test_tries_side_by_side_count_before_they_are_verified(
    accounts: Accounts, hasher: Hasher
) -> None:
    kinds = outcomes(accounts, ["lan"] * 80, lambda _: "1.2.3.4")
    assert hasher.count <= 5
    assert kinds.count(TooManyTries) == 75


def test_few_passwords_are_verified_at_once(accounts: Accounts, hasher: Hasher) -> None:
    """Only few verifications of 64 MiB run at the same time; surplus attempts are refused."""
    kinds = outcomes(accounts, [f"n{n}" for n in range(80)], lambda n: f"10.0.0.{n}")
    assert hasher.most <= 2
    assert SignInBusy in kinds
    assert str not in kinds


def test_one_client_with_many_names_is_stopped(accounts: Accounts, hasher: Hasher) -> None:
    for n in range(PER_CLIENT):
        with pytest.raises(SignInRefused, match="wrong"):
            accounts.sign_in(f"n{n}", "sai mật khẩu", "1.2.3.4")
    with pytest.raises(TooManyTries):
        accounts.sign_in("another", "sai mật khẩu", "1.2.3.4")
    assert hasher.count == PER_CLIENT


def test_one_name_from_everywhere_is_stopped_and_the_pause_ends() -> None:
    now_s = [0.0]
    tries = SignInAttempts(lambda: now_s[0])
    for n in range(PER_NAME):
        tries.count("lan", f"10.0.{n // 250}.{n % 250}")
    with pytest.raises(TooManyTries):
        tries.count("lan", "10.9.9.9")
    now_s[0] += 16 * 60
    tries.count("lan", "10.9.9.9")


def test_a_place_is_given_back_after_an_error() -> None:
    verifying = Verifying()
    for _ in range(20):
        with pytest.raises(KeyError), verifying.turn():
            raise KeyError("a failure inside")
    with verifying.turn():
        pass


def test_the_right_password_forgives_what_was_mistyped(accounts: Accounts) -> None:
    accounts.add("lan", PASSWORD, "staff", "test")
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(SignInRefused, match="wrong"):
                accounts.sign_in("lan", "sai mật khẩu", "1.2.3.4")
        token: Any = accounts.sign_in("lan", PASSWORD, "1.2.3.4")
        assert accounts.who(token) is not None


@pytest.mark.integration
def test_a_storm_costs_little_memory_and_citizens_are_answered(
    sample_settings: Settings, tmp_path: Path
) -> None:
    """Fifty clients with different names take 300 MB at most, and answers at most 2 s."""
    shutil.copytree(sample_settings.data, tmp_path / "data", symlinks=True)
    stop = threading.Event()
    question = {"question": "Năm 2022 có bao nhiêu người đi xkld?"}
    with served(tmp_path / "data", RATE_LIMIT="off", TRUSTED_PROXIES="127.0.0.1") as address:
        process = server_of(address)

        def post(number: int) -> None:
            with httpx.Client(timeout=30) as client:
                while not stop.is_set():
                    client.post(
                        f"{address}/staff/sign-in",
                        data={"name": f"n{number}", "password": "sai mật khẩu"},
                        headers={"x-forwarded-for": f"10.1.{number}.{secrets.randbelow(250)}"},
                    )

        httpx.post(f"{address}/api/v1/ask", json=question, timeout=60)
        before = process.memory_info().rss
        with ThreadPoolExecutor(50) as pool:
            posting = [pool.submit(post, number) for number in range(50)]
            seconds, most = [], before
            for _ in range(7):
                began = time.perf_counter()
                answer = httpx.post(f"{address}/api/v1/ask", json=question, timeout=60).json()
                seconds.append(time.perf_counter() - began)
                most = max(most, process.memory_info().rss)
                assert answer["short"] == "753 người"
                time.sleep(0.5)
            stop.set()
        assert [p.exception() for p in posting] == [None] * 50
    assert most - before < 300_000_000
    assert sorted(seconds)[len(seconds) // 2] <= 2


def server_of(address: str) -> psutil.Process:
    """The process that listens at an address of this machine."""
    port = int(address.rsplit(":", 1)[1])
    children = psutil.Process().children(recursive=True)
    return next(
        child for child in children
        for connection in child.net_connections()
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
    )  # fmt: skip


def test_refused_attempts_do_not_displace_others() -> None:
    """Refused attempts take no memory and do not reset the count of another name."""
    tries = SignInAttempts(lambda: 0.0)
    for _ in range(5):
        tries.count("admin", "1.1.1.1")
    for number in range(30_000):
        with contextlib.suppress(TooManyTries):
            tries.count(f"n{number}", "2.2.2.2")
    assert len(tries._times) < 100
    with pytest.raises(TooManyTries):
        tries.count("admin", "1.1.1.1")


def test_right_passwords_and_unverified_attempts_do_not_count() -> None:
    """Right passwords and unverified attempts do not count against an address."""
    tries = SignInAttempts(lambda: 0.0)
    for number in range(3 * PER_CLIENT):
        tries.count(f"n{number}", "1.1.1.1")
        tries.forgive(f"n{number}", "1.1.1.1")
    for _ in range(3 * PER_CLIENT):
        tries.count("lan", "1.1.1.1")
        tries.take_back("lan", "1.1.1.1")
    tries.count("lan", "1.1.1.1")
