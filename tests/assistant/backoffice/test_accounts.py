"""Only those with an account come in, and only hashes of what they know are kept."""

from datetime import timedelta
from pathlib import Path

import pytest

from assistant.backoffice.accounts import SESSION_HOURS, Accounts
from assistant.backoffice.sign_in_attempts import SignInAttempts
from assistant.backoffice.store import Store
from assistant.errors import BadAccount, SignInRefused
from tests.fakes import Clock

PASSWORD = "một mật khẩu dài"


@pytest.fixture
def accounts(store: Store) -> Accounts:
    made = Accounts(store)
    made.add("lan", PASSWORD, "staff", "test")
    return made


def test_the_right_password_begins_a_session(accounts: Accounts) -> None:
    token = accounts.sign_in("lan", PASSWORD)
    account = accounts.who(token)
    assert account is not None
    assert (account.name, account.role) == ("lan", "staff")


@pytest.mark.parametrize(
    ("name", "password"), [("lan", "sai mật khẩu rồi"), ("ai", PASSWORD), ("lan", ""), ("", "")]
)
def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    accounts: Accounts, name: str, password: str
) -> None:
    with pytest.raises(SignInRefused, match="the name or the password is wrong"):
        accounts.sign_in(name, password)


def test_many_tries_are_stopped_for_a_while(store: Store) -> None:
    """Those from elsewhere are not: nobody can lock another out."""
    steady = iter([*[0.0] * 7, 16 * 60.0])
    accounts = Accounts(store, SignInAttempts(lambda: next(steady)))
    accounts.add("lan", PASSWORD, "staff", "test")
    for _ in range(5):
        with pytest.raises(SignInRefused, match="wrong"):
            accounts.sign_in("lan", "sai mật khẩu", "1.2.3.4")
    with pytest.raises(SignInRefused, match="too many"):
        accounts.sign_in("lan", PASSWORD, "1.2.3.4")
    assert accounts.sign_in("lan", PASSWORD, "5.6.7.8")
    assert accounts.sign_in("lan", PASSWORD, "1.2.3.4")


def test_a_session_ends(accounts: Accounts, now: Clock) -> None:
    token, other = accounts.sign_in("lan", PASSWORD), accounts.sign_in("lan", PASSWORD)
    accounts.sign_out(other)
    assert accounts.who(other) is None
    now.at += timedelta(hours=SESSION_HOURS, seconds=1)
    assert accounts.who(token) is None


@pytest.mark.parametrize("token", [None, "", "x", "x" * 5000, "'; drop table sessions; --"])
def test_a_made_up_token_is_nobodys(accounts: Accounts, token: str | None) -> None:
    assert accounts.who(token) is None


def test_another_password_and_a_removal_sign_out(accounts: Accounts) -> None:
    token = accounts.sign_in("lan", PASSWORD)
    accounts.add("lan", "mật khẩu khác hẳn", "staff", "test")
    assert accounts.who(token) is None
    token = accounts.sign_in("lan", "mật khẩu khác hẳn")
    accounts.remove("lan", "test")
    assert accounts.who(token) is None


@pytest.mark.parametrize(
    ("name", "password"),
    [("", PASSWORD), ("a b", PASSWORD), ("<b>", PASSWORD), ("lan", "ngắn"), ("lan", "x" * 201)],
)
def test_a_name_or_password_that_cannot_be_taken_is_told(
    accounts: Accounts, name: str, password: str
) -> None:
    with pytest.raises(BadAccount):
        accounts.add(name, password, "staff", "test")


def test_no_password_token_or_key_is_kept(accounts: Accounts, tmp_path: Path) -> None:
    token, key = accounts.sign_in("lan", PASSWORD), accounts.add_key("k", ("ask",), "test")
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (PASSWORD, token, key.split("_", 2)[2]):
        assert secret.encode() not in kept


def test_no_session_begins_without_an_account(accounts: Accounts) -> None:
    with pytest.raises(SignInRefused):
        accounts.begin_session("ai@noi.khac")


def test_a_key_has_its_scopes_until_it_is_revoked(accounts: Accounts) -> None:
    text = accounts.add_key("Open WebUI", ("ask", "read"), "test")
    key = accounts.key(text)
    assert key is not None
    assert key.scopes == ("ask", "read")
    for wrong in (
        text[:-1],
        text + "x",
        text.replace(key.key_id, "00000000"),
        "",
        "bantin__",
        "a_b_c",
    ):
        assert accounts.key(wrong) is None
    accounts.revoke_key(key.key_id, "test")
    assert accounts.key(text) is None
    assert [k.is_revoked for k in accounts.all_keys()] == [True]


def test_an_unknown_scope_is_told(accounts: Accounts) -> None:
    with pytest.raises(BadAccount, match="ask, read, feedback"):
        accounts.add_key("k", ("everything",), "test")


def test_the_last_use_of_accounts_and_keys_is_known(accounts: Accounts, now: Clock) -> None:
    key = accounts.add_key("x", ("ask",), "test")
    assert (accounts.all()[0].used_at, accounts.all_keys()[0].used_at) == (None, None)
    now.at += timedelta(hours=1)
    accounts.who(accounts.sign_in("lan", PASSWORD))
    accounts.key(key)
    assert (accounts.all()[0].used_at, accounts.all_keys()[0].used_at) == (now.at, now.at)


def test_a_role_is_changed_without_a_new_password(accounts: Accounts) -> None:
    token = accounts.sign_in("lan", PASSWORD)
    accounts.set_role("lan", "admin", "test")
    account = accounts.who(token)
    assert account is not None
    assert account.role == "admin"
    assert accounts.is_password("lan", PASSWORD)
    assert not accounts.is_password("lan", "một mật khẩu khác")
