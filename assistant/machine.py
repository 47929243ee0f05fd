"""What `bantin doctor` finds on the machine: folder, programs, network, clock, settings."""

import ipaddress
import os
import shutil
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from assistant.settings import Settings
from knowledge.private_files import make_folder
from knowledge.settings import masked

MIN_FREE_BYTES = 1_000_000_000
_PROGRAMS = (
    (("tesseract",), "scanned PDF and pictures", "apt install tesseract-ocr tesseract-ocr-vie"),
    (("soffice", "libreoffice"), "old Word files (.doc)", "apt install libreoffice-writer-nogui"),
    (("antiword",), "old Word files without LibreOffice", "apt install antiword"),
)
_LANGUAGES_S = 10
# A clock that is this much behind the newest file was set back or never set.
_BEHIND_S = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check; `remedy` is what to do, empty where nothing is to be done."""

    name: str
    is_ok: bool
    detail: str
    remedy: str = ""


def data_folder(settings: Settings) -> list[Finding]:
    """Space and rights of the data folder, which is created where it does not exist."""
    folder = settings.data
    make_folder(folder)
    free = shutil.disk_usage(folder).free
    findings = [
        Finding("data folder", free >= MIN_FREE_BYTES, f"{folder}, {free / 1e9:.1f} GB free",
                "" if free >= MIN_FREE_BYTES else "make room: loading needs some")
    ]  # fmt: skip
    may = os.access(folder, os.W_OK | os.X_OK)
    mode = folder.stat().st_mode & 0o777
    if not may:
        remedy = f"chown -R the user that runs bantin {folder}"
        findings.append(Finding("rights", False, f"{folder} is not writable here", remedy))
    elif mode & 0o077:
        detail = f"others may enter {folder} (mode {mode:o}); the files in it are private anyway"
        findings.append(Finding("rights", True, detail, f"chmod 700 {folder}"))
    else:
        findings.append(Finding("rights", True, f"only the owner may enter (mode {mode:o})"))
    return findings


def programs() -> list[Finding]:
    """The optional programs for some formats; none of them is necessary."""
    findings = []
    for names, use, remedy in _PROGRAMS:
        path = next(filter(None, map(shutil.which, names)), None)
        if path is None:
            findings.append(Finding(names[0], True, f"not installed; reads {use}", remedy))
        elif names[0] == "tesseract" and "vie" not in _languages(path):
            detail = f"{path} without Vietnamese: scans are left out"
            findings.append(Finding(names[0], False, detail, "apt install tesseract-ocr-vie"))
        else:
            findings.append(Finding(names[0], True, f"{path}, for {use}"))
    return findings


def _languages(tesseract: str) -> list[str]:
    try:
        ended = subprocess.run(
            [tesseract, "--list-langs"], capture_output=True, text=True, timeout=_LANGUAGES_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return ended.stdout.split()


def network(settings: Settings) -> list[Finding]:
    """Settings of the network that are open, unencrypted or do not fit together."""
    findings = []
    if not settings.trusted_proxies:
        findings.append(
            Finding("proxy", True, "no trusted_proxies: the peer counts as the client",
                    "behind a reverse proxy set BANTIN_TRUSTED_PROXIES to its address")
        )  # fmt: skip
    wide = [n for n in settings.trusted_proxies if ipaddress.ip_network(n).prefixlen < 8]
    if wide:
        detail = f"trusted_proxies has {', '.join(wide)}: anybody may name any client address"
        findings.append(Finding("proxy", False, detail, "name the proxy's own address"))
    if not settings.rate_limit:
        findings.append(
            Finding("rate limit", False, "off: one client can take all the time of the server",
                    "unset BANTIN_RATE_LIMIT outside tests")
        )  # fmt: skip
    host = (settings.metrics_address or "127.0.0.1:0").rpartition(":")[0].strip("[]")
    if not _is_inside(host):
        detail = f"metrics_address {settings.metrics_address} may be reached by the public"
        findings.append(
            Finding("metrics", False, detail, "use 127.0.0.1 or an address of the office's network")
        )
    for key in ("llm_url", "chroma_url", "trace_url", "oidc_issuer"):
        url = urlsplit(str(getattr(settings, key) or ""))
        if url.scheme == "http" and not _is_inside(url.hostname or ""):
            detail = (
                f"{key} is not encrypted, and {url.hostname} is not inside the office's network"
            )
            findings.append(Finding("network", False, detail, "use https://"))
    return findings


def _is_inside(host: str) -> bool:
    """Whether a host is this machine or in a private network; names count by their ending."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".local", ".lan", ".noibo"))
    return address.is_private and not address.is_unspecified


def clock(files: Iterable[Path], now_s: float | None = None) -> Finding:
    """Whether the clock can be right: not before the newest of the files was written."""
    now_s = time.time() if now_s is None else now_s
    written = [path.stat().st_mtime for path in files if path.exists()]
    shown = f"{datetime.fromtimestamp(now_s, UTC):%Y-%m-%d %H:%M} UTC, zone {time.tzname[0]}"
    if written and now_s < max(written) - _BEHIND_S:
        detail = f"{shown}: earlier than what was stored at {_utc(max(written))}"
        remedy = "set the clock (timedatectl set-ntp true): days and limits depend on it"
        return Finding("clock", False, detail, remedy)
    return Finding("clock", True, shown)


def _utc(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"


def settings_in_force(settings: Settings) -> list[Finding]:
    """The settings that are not the defaults, with secrets masked."""
    findings = []
    for key, field in sorted(type(settings).model_fields.items()):
        value = getattr(settings, key)
        if value != field.get_default(call_default_factory=True):
            shown = "***" if isinstance(value, SecretStr) else masked(str(value))
            findings.append(Finding(f"setting {key}", True, shown))
    return findings
