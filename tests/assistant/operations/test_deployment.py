"""The files for systemd, proxies and monitors name what exists, and are well-formed."""

import configparser
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from assistant.operations.metrics import Metrics
from assistant.service import Service
from assistant.serving.api import build_router
from assistant.settings import Settings
from assistant.web import KEPT_ALIVE_S
from knowledge.cli.root import build_app
from knowledge.settings import PREFIX

_DOCS = Path(__file__).parents[3] / "docs"
_DEPLOY = _DOCS / "deploy"
_UNITS = sorted(_DEPLOY.glob("*.service"))
_TEXTS = [*sorted(p for p in _DEPLOY.iterdir() if p.is_file()), _DOCS / "operations.md"]


@pytest.mark.parametrize("path", _TEXTS, ids=lambda p: p.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    """An unknown variable would stop the server from starting."""
    named = set(re.findall(rf"\b{PREFIX}([A-Z_]+)\b", path.read_text("utf-8")))
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_the_example_settings_are_valid(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As systemd reads them."""
    from assistant.settings import load_settings

    for line in (_DEPLOY / "bantin.env").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            monkeypatch.setenv(*line.split("=", 1))
    settings = load_settings(folder=tmp_path)
    assert settings.log_format == "json"
    assert settings.metrics_address == "127.0.0.1:9464"


@pytest.mark.parametrize("path", [*_UNITS, _DOCS / "operations.md"], ids=lambda p: p.name)
def test_every_command_that_is_named_exists(path: Path) -> None:
    """Of the units' lines, and of code in the page."""
    commands = build_app().registered_commands
    known = {c.name or str(c.callback and c.callback.__name__) for c in commands}
    known |= {str(group.name) for group in build_app().registered_groups}
    text = path.read_text("utf-8")
    named = set(re.findall(r"bin/bantin ([a-z-]+)|`bantin ([a-z-]+)|&& bantin ([a-z-]+)", text))
    assert {name for names in named for name in names if name} <= known


@pytest.mark.parametrize("unit", _UNITS, ids=lambda p: p.name)
def test_systemd_takes_the_units(unit: Path, tmp_path: Path) -> None:
    """With the drop-in; exposure to the system is low in the scale of `systemd-analyze security`."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed (Debian: apt install systemd)")
    text = unit.read_text("utf-8").replace("/opt/bantin/.venv/bin/bantin", "/bin/true")
    copy = tmp_path / unit.name
    copy.write_text(text.replace("EnvironmentFile=/", "EnvironmentFile=-/"), "utf-8")
    dropin = tmp_path / f"{unit.name}.d" / "hardening.conf"
    dropin.parent.mkdir()
    shutil.copy(_DEPLOY / "hardening.conf", dropin)
    verify = subprocess.run([analyze, "verify", copy], capture_output=True, text=True, timeout=60)
    assert (verify.returncode, verify.stderr) == (0, "")
    hardened = tmp_path / "hardened" / unit.name
    hardened.parent.mkdir()
    hardened.write_text(f"{copy.read_text('utf-8')}\n{dropin.read_text('utf-8')}", "utf-8")
    security = [analyze, "security", "--offline=true", "--threshold=20", hardened]
    scored = subprocess.run(security, capture_output=True, text=True, timeout=60)
    assert scored.returncode == 0, scored.stdout[-200:]


def test_the_units_load_the_settings_and_keep_the_page_local() -> None:
    """The page listens on loopback, where the proxy is."""
    for unit in _UNITS:
        parser = configparser.ConfigParser(strict=False, interpolation=None)
        parser.optionxform = str  # type: ignore[assignment, method-assign]
        parser.read_string(unit.read_text("utf-8"))
        assert "/etc/bantin/bantin.env" in unit.read_text("utf-8")
        assert "ExecStart" in parser["Service"]
    assert "--host 127.0.0.1" in (_DEPLOY / "bantin.service").read_text("utf-8")


def test_dashboard_and_alerts_name_metrics_that_exist(service: Service) -> None:
    """A renamed metric would leave an empty panel, and an alert that never fires."""
    pytest.importorskip("prometheus_client")
    known = {"bantin_crawl_ended_seconds", "process_resident_memory_bytes"}
    for family in Metrics(service).registry.collect():
        known |= {f"{family.name}{end}" for end in ("", "_total", "_bucket", "_count", "_sum")}
    rules = yaml.safe_load((_DEPLOY / "alerts.yml").read_text("utf-8"))
    panels = json.loads((_DEPLOY / "grafana.json").read_text("utf-8"))["panels"]
    queries = [rule["expr"] for rule in rules["groups"][0]["rules"]]
    queries += [target["expr"] for panel in panels for target in panel["targets"]]
    named = set(re.findall(r"\b(?:bantin|process)_\w+", " ".join(queries)))
    assert named <= known
    assert len(named) > 15


@pytest.mark.parametrize("path", ["Caddyfile", "nginx.conf"])
def test_proxies_ask_for_addresses_that_exist(path: str, service: Service) -> None:
    """The port of the unit, and the addresses of the application."""
    text = (_DEPLOY / path).read_text("utf-8")
    (port,) = re.findall(r"--port (\d+)", (_DEPLOY / "bantin.service").read_text("utf-8"))
    assert f"127.0.0.1:{port}" in text
    routes = {getattr(route, "path", "") for route in build_router(service).routes}
    assert set(re.findall(r"/api/v1/\S+", text)) <= routes


@pytest.mark.parametrize("folder", ["deploy", "examples"])
def test_the_proxy_gives_an_idle_connection_up_before_the_server_does(folder: str) -> None:
    """Caddy keeps one for two minutes otherwise, and sends a request on it as the server closes."""
    text = (_DEPLOY.parent / folder / "Caddyfile").read_text("utf-8")
    (kept_s,) = re.findall(r"^\s*keepalive (\d+)s$", text, re.MULTILINE)
    assert int(kept_s) < KEPT_ALIVE_S


@pytest.mark.parametrize(
    ("program", "arguments"),
    [("nginx", ["-t", "-c"]), ("caddy", ["validate", "--adapter", "caddyfile", "--config"])],
)
def test_the_proxies_take_their_files(program: str, arguments: list[str], tmp_path: Path) -> None:
    """Where they are installed."""
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not installed")
    text = (_DEPLOY / {"nginx": "nginx.conf", "caddy": "Caddyfile"}[program]).read_text("utf-8")
    if program == "nginx":  # a site is part of a whole file; certificates are made elsewhere
        text = re.sub(r"listen 443 ssl|.*ssl_certificate.*\n", "listen 8443", text, count=1)
        text = re.sub(r".*ssl_certificate.*\n", "", text)
        text = f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n"
    config = tmp_path / program
    config.write_text(text, "utf-8")
    ended = subprocess.run([path, *arguments, config], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
