"""A web server, or a coroutine, in a thread of the test's own process."""

import asyncio
import contextvars
import gc
import threading
import time
import warnings
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import uvicorn

Result = TypeVar("Result")


def awaited(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """The result of a coroutine.

    It has a thread of its own, because the loop of a browser that an earlier test opened keeps
    running in the main one.
    """
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(contextvars.copy_context().run, asyncio.run, coroutine).result()


@contextmanager
def in_thread(server: uvicorn.Server) -> Iterator[None]:
    """Runs the server; stops it, and collects what its event loop left, at the end.

    A connection that a browser opens while the loop stops is accepted, but no transport gets it,
    so asyncio never closes it. Collected here, its warning does not reach a test that runs later.
    """
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server ended before it had started"
            time.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        thread.join(20)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
