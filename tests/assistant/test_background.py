"""Work of another thread comes item by item, with its end and its errors."""

import contextvars
import threading
from collections.abc import Callable

import pytest

from assistant.background import in_background

WHO = contextvars.ContextVar("WHO", default="nobody")


def test_items_come_in_their_order_before_the_work_ends() -> None:
    """The first item is read while the work waits to make the second."""
    go_on = threading.Event()

    def work(put: Callable[[int], None]) -> None:
        put(1)
        assert go_on.wait(10)
        put(2)

    items = in_background(work)
    assert next(items) == 1
    go_on.set()
    assert list(items) == [2]


def test_an_error_comes_after_the_items_before_it() -> None:
    """It is raised in the thread that reads, as the same object."""
    error = KeyError("x")

    def work(put: Callable[[str], None]) -> None:
        put("a")
        raise error

    items = in_background(work)
    assert next(items) == "a"
    with pytest.raises(KeyError) as caught:
        next(items)
    assert caught.value is error


@pytest.mark.parametrize("item", [None, ValueError("an item, no error")], ids=["none", "error"])
def test_any_value_may_be_an_item(item: object) -> None:
    """None ends nothing, and an exception that is handed over is not raised."""
    assert list(in_background(lambda put: put(item))) == [item]


def test_who_has_no_patience_left_waits_no_longer() -> None:
    """`patience` is asked again and again while nothing comes, and its error ends the waiting."""
    never, looks = threading.Event(), [0.01, 0.01]

    def patience() -> float:
        if not looks:
            raise TimeoutError("too long")
        return looks.pop()

    with pytest.raises(TimeoutError, match="too long"):
        next(in_background(lambda _: never.wait(10), patience))
    never.set()


def test_the_work_runs_in_the_context_of_its_reader() -> None:
    """Context variables, as of tracing, are seen in the thread."""
    token = WHO.set("reader")
    try:
        assert list(in_background(lambda put: put(WHO.get()))) == ["reader"]
    finally:
        WHO.reset(token)
