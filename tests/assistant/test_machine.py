"""What the doctor finds on the machine, each with what to do."""

import os
from pathlib import Path

import pytest

from assistant import machine
from assistant.machine import Finding, clock, data_folder, network, programs, settings_in_force
from assistant.settings import Settings


def problems(findings: list[Finding]) -> list[str]:
    """The names of the findings that are no good; each of them says what to do."""
    bad = [finding for finding in findings if not finding.is_ok]
    assert all(finding.remedy for finding in bad)
    return [finding.name for finding in bad]


@pytest.mark.parametrize(
    ("update", "names"),
    [
        ({}, []),
        ({"trusted_proxies": "127.0.0.1, 10.0.0.0/8"}, []),
        ({"trusted_proxies": "0.0.0.0/0"}, ["proxy"]),
        ({"rate_limit": "off"}, ["rate limit"]),
        ({"metrics_address": "127.0.0.1:9464"}, []),
        ({"metrics_address": "10.1.2.3:9464"}, []),
        ({"metrics_address": "[::1]:9464"}, []),
        ({"metrics_address": "0.0.0.0:9464"}, ["metrics"]),
        ({"metrics_address": "113.160.1.1:9464"}, ["metrics"]),
        ({"llm_url": "http://127.0.0.1:8000/v1"}, []),
        ({"llm_url": "http://llm:8000/v1"}, []),
        ({"llm_url": "https://api.example.com/v1"}, []),
        ({"llm_url": "http://api.example.com/v1"}, ["network"]),
        ({"trace_url": "http://traces.example.com:4317"}, ["network"]),
        ({"oidc_issuer": "http://sso.example.gov.vn"}, ["network"]),
    ],
    ids=str,
)
def test_open_or_unencrypted_settings_are_problems(
    update: dict[str, str], names: list[str]
) -> None:
    """Those for this machine and the office's network are not."""
    assert problems(network(Settings(**update))) == names  # type: ignore[arg-type]  # values of several types in one table


def test_rights_and_space_of_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that others may enter is said; a full disk is a problem."""
    settings = Settings(data=tmp_path / "data")
    assert [f.detail for f in data_folder(settings)][1] == "only the owner may enter (mode 700)"
    settings.data.chmod(0o755)
    assert data_folder(settings)[1].remedy == f"chmod 700 {settings.data}"
    monkeypatch.setattr(machine, "MIN_FREE_BYTES", 10**18)
    assert problems(data_folder(settings)) == ["data folder"]
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert problems(data_folder(settings)) == ["data folder", "rights"]


@pytest.mark.parametrize(("offset_s", "is_ok"), [(0, True), (-60, True), (-3600, False)])
def test_a_clock_before_the_last_change_is_a_problem(
    tmp_path: Path, offset_s: int, is_ok: bool
) -> None:
    """It was set back, or never set after the start."""
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"")
    finding = clock([path, tmp_path / "absent"], path.stat().st_mtime + offset_s)
    assert finding.is_ok is is_ok
    assert bool(finding.remedy) is not is_ok


@pytest.mark.parametrize(
    ("languages", "is_ok"), [("List:\neng\nvie\n", True), ("List:\neng\n", False)]
)
def test_tesseract_needs_vietnamese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, languages: str, is_ok: bool
) -> None:
    """Scans would be left out without a word about it."""
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\nprintf '{languages}'\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert programs()[0].is_ok is is_ok


def test_a_program_that_is_missing_is_no_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says which package brings it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert problems(programs()) == []
    assert all("apt install" in finding.remedy for finding in programs())


def test_settings_in_force_have_no_secrets(tmp_path: Path) -> None:
    """Defaults are left out; secrets and passwords in addresses are masked."""
    settings = Settings(
        data=tmp_path, llm_key="bi-mat-1", llm_url="http://u:bi-mat-2@llm/v1", agency="Sở"
    )
    shown = {finding.name: finding.detail for finding in settings_in_force(settings)}
    assert shown == {
        "setting agency": "Sở", "setting data": str(tmp_path), "setting llm_key": "***",
        "setting llm_url": "http://…@llm/v1",
    }  # fmt: skip
