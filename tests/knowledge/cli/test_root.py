"""The command `bantin` itself: how it begins and ends."""

import gc
from collections.abc import Iterator

import pytest

from knowledge.cli import root


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    """Leaves the garbage collector as it was."""
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


@pytest.mark.parametrize("outcome", [None, SystemExit(1)])
def test_the_end_of_the_process_collects_no_garbage(
    outcome: BaseException | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Objects are frozen at the end, so that the interpreter's last collection passes them by."""

    def app() -> None:
        if outcome:
            raise outcome

    monkeypatch.setattr(root, "build_app", lambda: app)
    gc.unfreeze()
    if outcome:
        with pytest.raises(SystemExit):
            root.main()
    else:
        root.main()
    assert gc.get_freeze_count() > 0
