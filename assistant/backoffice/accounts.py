"""Accounts of staff with passwords, and API keys of programs. Only hashes are stored.

Passwords are hashed by argon2id with the library's defaults (RFC 9106, low-memory profile). Session
tokens and keys are 256 random bits, so a plain SHA-256 hash of them cannot be reversed.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from assistant.backoffice.schema import accounts, keys, sessions
from assistant.backoffice.sign_in_attempts import SignInAttempts, Verifying
from assistant.backoffice.store import Store
from assistant.backoffice.uses import Uses
from assistant.errors import BadAccount, SignInBusy, SignInRefused
from knowledge.text.patterns import lazy_regex

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["staff", "admin"]
SCOPES = ("ask", "read", "feedback")
SESSION_HOURS = 12
# The clocks of web processes, or one clock before and after a correction, may differ so much.
_SKEW = timedelta(hours=1)
_NAME = lazy_regex(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
_MIN_PASSWORD, _MAX_PASSWORD = 10, 200
_MAX_NAME = 100


@dataclass(frozen=True, slots=True)
class Account:
    """One member of staff; an `admin` may also set switches, purge and read the audit trail."""

    name: str
    role: Role
    made_at: datetime
    has_password: bool = True
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """An API key without its secret."""

    key_id: str
    label: str
    scopes: tuple[str, ...]
    made_at: datetime
    is_revoked: bool
    used_at: datetime | None = None


class Accounts:
    """Accounts, sessions and keys in one store."""

    def __init__(self, store: Store, attempts: SignInAttempts | None = None) -> None:
        self._store, self._uses = store, Uses(store)
        self._attempts, self._verifying = attempts or SignInAttempts(), Verifying()

    # --- staff

    def add(self, name: str, password: str | None, role: Role, who: str) -> None:
        """Adds an account, or changes the password and role of an existing one.

        An account without a password can sign in by single sign-on only. Open sessions end.

        Raises:
            BadAccount: the name or the password does not follow the rules.
        """
        if not _NAME.fullmatch(name):
            raise BadAccount(
                f"{name!r} cannot be a name: letters, digits and . _ @ + -, 100 at most"
            )
        if password is not None and not _MIN_PASSWORD <= len(password) <= _MAX_PASSWORD:
            raise BadAccount(f"a password has {_MIN_PASSWORD} to {_MAX_PASSWORD} characters")
        hashed = _hasher().hash(password) if password is not None else ""
        with self._store.writing() as connection:
            connection.execute(accounts.delete().where(accounts.c.name == name))
            connection.execute(sessions.delete().where(sessions.c.name == name))
            connection.execute(
                accounts.insert().values(
                    name=name, role=role, password_hash=hashed, made_at=self._store.clock()
                )
            )
            self._store.note(connection, who, "account set", name, role)

    def remove(self, name: str, who: str) -> None:
        """Removes an account and its sessions.

        Raises:
            BadAccount: no account has this name.
        """
        with self._store.writing() as connection:
            if not connection.execute(accounts.delete().where(accounts.c.name == name)).rowcount:
                raise BadAccount(f"there is no account {name!r}; `bantin staff list` shows them")
            connection.execute(sessions.delete().where(sessions.c.name == name))
            self._store.note(connection, who, "account removed", name)

    def all(self) -> list[Account]:
        """Every account with its last use, sorted by name."""
        used = self._uses.all("account")
        with self._store.reading() as connection:
            rows = connection.execute(accounts.select().order_by(accounts.c.name))
            return [
                Account(r.name, r.role, r.made_at, bool(r.password_hash), used.get(r.name))
                for r in rows
            ]

    def set_role(self, name: str, role: Role, who: str) -> None:
        """Changes the role of an account; its sessions stay.

        Raises:
            BadAccount: no account has this name.
        """
        with self._store.writing() as connection:
            change = accounts.update().where(accounts.c.name == name).values(role=role)
            if not connection.execute(change).rowcount:
                raise BadAccount(f"there is no account {name!r}; `bantin staff list` shows them")
            self._store.note(connection, who, "role set", name, role)

    def is_password(self, name: str, password: str) -> bool:
        """Whether this is the password of the account, as its owner changes it."""
        with self._store.reading() as connection:
            row = connection.execute(accounts.select().where(accounts.c.name == name)).first()
        known = row.password_hash if row is not None else ""
        with self._verifying.turn():
            return bool(known) and _is_password(known, password)

    def sign_in(self, name: str, password: str, client: str = "") -> str:
        """The token of a new session; attempts are counted by name and by client.

        Raises:
            TooManyTries: there were too many attempts; the password is not verified.
            SignInBusy: too many passwords are being verified now.
            SignInRefused: the name or the password is wrong; neither the message nor the time
                taken reveals which.
        """
        name = name[:_MAX_NAME]
        self._attempts.count(name, client)
        with self._store.reading() as connection:
            row = connection.execute(accounts.select().where(accounts.c.name == name)).first()
        known = row.password_hash if row is not None else None
        try:
            with self._verifying.turn():
                is_right = _is_password(known or _DECOY, password) and bool(known)
        except SignInBusy:
            self._attempts.take_back(name, client)  # no password was verified
            raise
        if not is_right:
            raise SignInRefused("the name or the password is wrong")
        self._attempts.forgive(name, client)
        return self.begin_session(name)

    def begin_session(self, name: str) -> str:
        """The token of a new session for a name that has been authenticated already.

        Raises:
            SignInRefused: no account has this name.
        """
        token = secrets.token_urlsafe(32)
        now = self._store.clock()
        with self._store.writing() as connection:
            if connection.execute(accounts.select().where(accounts.c.name == name)).first() is None:
                raise SignInRefused(f"{name!r} has no account here; ask an administrator")
            ends = now + timedelta(hours=SESSION_HOURS)
            over = (sessions.c.ends_at < now) | (sessions.c.ends_at > ends + _SKEW)
            connection.execute(sessions.delete().where(over))
            connection.execute(
                sessions.insert().values(token_hash=_sha(token), name=name, ends_at=ends)
            )
            self._store.note(connection, name, "signed in")
        return token

    def who(self, token: str | None) -> Account | None:
        """The account of a session token; None if the session is unknown or has ended.

        A session that ends later than one that begins now was begun by a clock that was ahead: when
        the clock is set right it would last until that day.
        """
        if not token:
            return None
        now = self._store.clock()
        both = sessions.join(accounts, sessions.c.name == accounts.c.name)
        query = accounts.select().select_from(both).where(
            sessions.c.token_hash == _sha(token),
            sessions.c.ends_at > now,
            sessions.c.ends_at <= now + timedelta(hours=SESSION_HOURS) + _SKEW,
        )  # fmt: skip
        with self._store.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        self._uses.note("account", row.name)
        return Account(row.name, row.role, row.made_at, bool(row.password_hash))

    def sign_out(self, token: str) -> None:
        """Ends a session."""
        with self._store.writing() as connection:
            connection.execute(sessions.delete().where(sessions.c.token_hash == _sha(token)))

    # --- programs

    def add_key(self, label: str, scopes: tuple[str, ...], who: str) -> str:
        """A new key in full, `bantin_ID_SECRET`; later only its hash is known.

        Raises:
            BadAccount: there is no scope, or an unknown one.
        """
        unknown = sorted(set(scopes) - set(SCOPES))
        if unknown or not scopes:
            raise BadAccount(f"scopes are {', '.join(SCOPES)}; not {', '.join(unknown) or 'none'}")
        key_id, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        with self._store.writing() as connection:
            connection.execute(
                keys.insert().values(
                    key_id=key_id,
                    secret_hash=_sha(secret),
                    label=label[:200],
                    scopes=" ".join(sorted(set(scopes))),
                    made_at=self._store.clock(),
                    is_revoked=False,
                )
            )
            self._store.note(connection, who, "key made", key_id, f"{label}: {' '.join(scopes)}")
        return f"bantin_{key_id}_{secret}"

    def key(self, text: str) -> Key | None:
        """The key record for the text that a program sent; None if it is unknown or revoked."""
        head, _, rest = text.partition("_")
        key_id, _, secret = rest.partition("_")
        if head != "bantin" or not secret:
            return None
        with self._store.reading() as connection:
            row = connection.execute(keys.select().where(keys.c.key_id == key_id)).first()
        if (
            row is None
            or row.is_revoked
            or not secrets.compare_digest(row.secret_hash, _sha(secret))
        ):
            return None
        self._uses.note("key", key_id)
        return _key(row)

    def revoke_key(self, key_id: str, who: str) -> None:
        """Revokes a key.

        Raises:
            BadAccount: no key has this id.
        """
        with self._store.writing() as connection:
            done = connection.execute(
                keys.update().where(keys.c.key_id == key_id).values(is_revoked=True)
            )
            if not done.rowcount:
                raise BadAccount(f"there is no key {key_id!r}; `bantin key list` shows them")
            self._store.note(connection, who, "key revoked", key_id)

    def all_keys(self) -> list[Key]:
        """Every key with its last use, newest first."""
        used = self._uses.all("key")
        with self._store.reading() as connection:
            rows = connection.execute(keys.select().order_by(keys.c.made_at.desc()))
            return [replace(_key(row), used_at=used.get(row.key_id)) for row in rows]


def _key(row: object) -> Key:
    fields: dict[str, object] = dict(row._mapping)  # type: ignore[attr-defined]  # a SQLAlchemy row
    scopes = tuple(str(fields["scopes"]).split())
    made_at = fields["made_at"]
    assert isinstance(made_at, datetime)  # the column's type
    return Key(
        str(fields["key_id"]), str(fields["label"]), scopes, made_at, bool(fields["is_revoked"])
    )


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _is_password(known: str, password: str) -> bool:
    from argon2.exceptions import VerifyMismatchError

    try:
        return bool(_hasher().verify(known, password[:_MAX_PASSWORD]))
    except VerifyMismatchError:
        return False


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher
    from argon2.profiles import RFC_9106_LOW_MEMORY

    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


# Verified in place of a stored hash if the name is unknown, so that the time taken is the same.
_DECOY = "$argon2id$v=19$m=65536,t=3,p=4$bm9ib2R5IGlzIGhlcmU$Zm9yIG5vYm9keSBoYXMgdGhpcyBwYXNzd29yZCBldmVy"
