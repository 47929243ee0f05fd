"""A web server in a thread of the test's own process."""

import gc
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn


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
