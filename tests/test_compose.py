"""What compose.yaml and the Dockerfile name exists, and nothing runs with rights that it needs not."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from assistant.settings import Settings
from knowledge.cli.root import build_app

ROOT = Path(__file__).parent.parent
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("image") == "bantin"}


@pytest.mark.parametrize("name", OURS)
def test_a_service_names_settings_that_exist(name: str) -> None:
    named = {key.removeprefix("BANTIN_").lower() for key in OURS[name].get("environment", {})}
    assert named <= set(Settings.model_fields)


def test_the_settings_fit_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The variables of a web process are accepted, with the secrets of `.env` put in."""
    from assistant.settings import load_settings

    for key, value in OURS["web"]["environment"].items():
        monkeypatch.setenv(key, re.sub(r"\$\{[^}]*\}", "geheim", value))
    settings = load_settings({}, tmp_path)
    assert (settings.chroma_url, settings.trusted_proxies) == (
        "http://chroma:8000", ("172.30.7.0/24",),
    )  # fmt: skip


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_cannot_change_its_image_or_gain_rights(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_uses_is_defined(name: str) -> None:
    service = SERVICES[name]
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    assert set(service.get("depends_on", {})) <= set(SERVICES)
    mounted = {volume.split(":")[0] for volume in service.get("volumes", [])}
    assert {m for m in mounted if not m.startswith("./")} <= set(COMPOSE["volumes"])


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}
    assert COMPOSE["networks"]["back"] == {"internal": True}


def test_no_secret_is_written_down() -> None:
    """Passwords come from the environment, without a default."""
    text = (ROOT / "compose.yaml").read_text("utf-8")
    used = re.findall(r"(?:PASSWORD: \"|bantin:)(\$\{\w+:\?[^}]*\})", text)
    assert len(used) == len(re.findall(r"PASSWORD: |bantin:\$", text)) == 2


def test_the_commands_exist() -> None:
    known = set(get_command(build_app()).commands)  # type: ignore[attr-defined]  # a group
    started = re.search(r'^CMD \["(\w+)"', DOCKERFILE, re.MULTILINE)
    assert started is not None
    assert {started[1], OURS["web"]["command"][0]} <= known


def test_the_image_runs_as_a_user_without_rights() -> None:
    steps = DOCKERFILE.splitlines()
    assert steps.index("USER bantin") > max(i for i, s in enumerate(steps) if s.startswith("RUN"))


def test_the_image_installs_extras_that_exist() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = re.search(r"\.\[([\w,]+)\]", DOCKERFILE)
    assert named is not None
    assert set(named[1].split(",")) <= set(project["optional-dependencies"])


def test_the_image_copies_what_exists_and_is_sent() -> None:
    """Of the files that the Dockerfile copies, each is let through by `.dockerignore`."""
    copied = [
        name for line in DOCKERFILE.splitlines()
        if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]
    ]  # fmt: skip
    allowed = {
        line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }  # fmt: skip
    assert set(copied) <= allowed
    assert all((ROOT / name).exists() for name in copied)


def test_the_proxy_leaves_out_a_web_process_that_is_gone() -> None:
    """Caddy asks dynamic upstreams nothing: what fails must be noticed at the requests."""
    text = (ROOT / "docs" / "examples" / "Caddyfile").read_text("utf-8")
    steps = [line.strip() for line in text.splitlines() if not line.strip().startswith("#")]
    assert any(step.startswith("dynamic ") for step in steps)
    assert not any(step.startswith("health_") for step in steps)
    assert {"fail_duration 10s", "lb_try_duration 5s"} <= set(steps)


def test_the_database_takes_the_connections_of_all_web_processes() -> None:
    """With room for loading, backups and an administrator."""
    from assistant.backoffice.store import _CONNECTIONS
    from knowledge.storage.postgres import CONNECTIONS

    most = int(SERVICES["database"]["command"][-1].removeprefix("max_connections="))
    assert most >= OURS["web"]["deploy"]["replicas"] * (CONNECTIONS + _CONNECTIONS + 2) + 20
