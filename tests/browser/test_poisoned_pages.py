"""Pages with poisoned bulletins run no script of theirs and reach no other host."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from evals.bench.poison.page import active_parts
from evals.bench.poison.texts import Poison, poisons
from knowledge.build import ingesting
from knowledge.embedding.encoder import E5Encoder
from knowledge.ingestion.trust import Trusting
from tests.browser.looking import ask
from tests.conftest import serving

_KINDS, _EACH = ("markup", "chat", "order", "turned"), 8


@pytest.fixture(scope="module")
def poisoned(
    tmp_path_factory: pytest.TempPathFactory, encoder: E5Encoder, models: Path
) -> Iterator[tuple[str, list[Poison]]]:
    """The address of a server over poisoned bulletins alone, and the bulletins."""
    data = tmp_path_factory.mktemp("poisoned")
    (data / "models").symlink_to(models)
    (data / "in").mkdir()
    made = poisons(250)
    chosen = [p for kind in _KINDS for p in [p for p in made if p.kind == kind][:_EACH]]
    with ingesting(Settings(data=data), encoder) as ingester:
        paths = [poison.write(data / "in") for poison in chosen]
        list(ingester.run(paths, trusting=Trusting("unknown")))
    with serving(data) as port:
        yield f"http://127.0.0.1:{port}", chosen


@pytest.fixture
def page(browser: Any, poisoned: tuple[str, list[Poison]]) -> Iterator[Any]:
    """A page that writes down dialogs and requests to other hosts."""
    made = browser.new_page()
    made.set_default_timeout(20_000)
    made.strangers, made.dialogs = [], []
    made.on("request", lambda r: made.strangers.append(r.url)
            if not r.url.startswith((poisoned[0], "data:", "blob:")) else None)  # fmt: skip
    made.on("dialog", lambda d: (made.dialogs.append(d.message), d.dismiss()))
    yield made
    made.close()


@pytest.mark.browser
def test_no_page_of_a_poisoned_bulletin_is_active(
    page: Any, poisoned: tuple[str, list[Poison]]
) -> None:
    address, chosen = poisoned
    markup = [poison for poison in chosen if poison.kind == "markup"]
    paths = [f"/bulletins/tin-{poison.number:04d}" for poison in markup]
    wrong = []
    for path in ["/bulletins", "/bulletins?page=2", "/", *paths]:
        page.goto(address + path)
        wrong += [(path, part) for part in active_parts(page)]
    assert wrong == []
    assert (page.dialogs, page.strangers) == ([], [])


@pytest.mark.browser
def test_no_answer_from_poisoned_bulletins_is_active(
    page: Any, poisoned: tuple[str, list[Poison]]
) -> None:
    """Questions that the markup answers, and one that is markup itself."""
    address, chosen = poisoned
    page.goto(address)
    planted = [poison for poison in chosen if poison.kind in ("markup", "chat")]
    questions = [poison.fact.question for poison in planted[:4]]
    for question in [*questions, "<img src=x onerror=alert(1)> hộ nghèo Bắc Kạn năm 2019?"]:
        ask(page, question)
        assert active_parts(page) == []
    assert (page.dialogs, page.strangers) == ([], [])
