"""The commands that load from addresses: output, exit codes, and going on after a crash."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from knowledge.cli.from_web import _interval_from
from knowledge.cli.root import build_app
from tests.conftest import ROOT
from tests.knowledge.crawling.site import Reply, Site, feed, running_site

OPEN = {"BANTIN_FETCH_ALLOWED": "127.0.0.1", "BANTIN_FETCH_DELAY_S": "0"}


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        paths = [f"/tin/{n}" for n in range(1, 5)]
        for n, path in enumerate(paths, 1):
            running.page(path, n)
        body = feed(running, *paths, "/mat")
        running.replies["/rss"] = Reply(body, "application/rss+xml", etag='"f"')
        yield running


@pytest.fixture
def data(tmp_path: Path, models: Path) -> Path:
    """An empty data folder with the converted model."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "models").symlink_to(models)
    return folder


def test_a_feed_is_loaded_after_a_crash_by_the_same_command(
    site: Site, data: Path, bantin: Any
) -> None:
    """A process that was killed leaves a whole state; the same command fetches only the rest."""
    site.replies["/tin/3"].pause_s = 30
    command = [sys.executable, "-m", "knowledge.cli", "ingest", f"{site.address}/rss"]
    environment = {**os.environ, **OPEN, "BANTIN_DATA": str(data)}
    with subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        while "/tin/3" not in site.begun:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    site.replies["/tin/3"].pause_s = 0
    site.log.clear()
    done = bantin("ingest", f"{site.address}/rss", "--json", data=data, **OPEN)
    report = json.loads(done.stdout)
    assert report["counts"] == {"added": 4, "updated": 0, "unchanged": 0, "failed": 1}
    assert site.paths() == ["/tin/3", "/tin/4", "/mat"]
    assert done.returncode == 1
    assert f"failed: '{site.address}/mat' answers 404" in done.stderr
    (crawl,) = report["crawls"]
    assert (crawl["kind"], crawl["bulletins"], crawl["reused"], crawl["requests"]) == ("feed", 5, 3, 4)  # fmt: skip


def test_a_private_address_is_refused_without_the_setting(
    site: Site, data: Path, bantin: Any
) -> None:
    """The operator's command makes no connection into a private network by default."""
    done = bantin("ingest", f"{site.address}/rss", data=data)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"{site.address}/rss (page): 0 requests, 0 bodies (0.0 MB), 0 not modified",
        "0 added, 0 updated, 0 unchanged, 1 failed",
    ]
    assert "lies in a private network; an administrator permits it by BANTIN_FETCH_ALLOWED" in done.stderr  # fmt: skip
    assert site.log == []


@pytest.mark.parametrize(("text", "seconds"), [("30m", 1800), ("6h", 21_600), ("1d", 86_400), ("90s", 90)])  # fmt: skip
def test_a_schedule_is_a_number_with_a_unit(text: str, seconds: int) -> None:
    """Seconds, minutes, hours and days."""
    assert _interval_from(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "6", "h", "0h", "-1h", "1.5h", "9s", "400d", "6 h", "٣h"])
def test_another_schedule_is_a_usage_error(text: str) -> None:
    """Numbers without a unit, and times that are too short or too long."""
    with pytest.raises(typer.BadParameter):
        _interval_from(text)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["watch", "tin.md"], "is no address"),
        (["watch", "https://sld.example/rss", "--every", "soon"], "is no time like 30m"),
        (["watch"], "Missing argument"),
        (["ingest", "https://sld.example/rss", "--max-pages", "0"], "--max-pages"),
    ],
)
def test_wrong_usage_has_exit_code_2(arguments: list[str], reason: str) -> None:
    """A wrong argument is told before anything is fetched."""
    result = CliRunner().invoke(build_app(), arguments, env={"BANTIN_DATA": "/nonexistent"})
    assert result.exit_code == 2
    assert reason in result.output


@pytest.mark.parametrize("command", ["ingest", "watch"])
def test_the_help_has_examples_of_addresses(command: str) -> None:
    """The help shows a feed, a sitemap and a listing."""
    output = CliRunner().invoke(build_app(), [command, "--help"]).output
    assert f"bantin {command} https://sld.example.gov.vn/rss" in output
    assert "sitemap.xml --match" in output
    assert "--listing" in output
