"""Crawls -> receipts: pages are loaded in small groups while the crawl goes on.

The writer's lock is held while a group is stored, not while a polite crawl waits for a site. Pages
that were fetched and not loaded, because the run was interrupted, are loaded by the next one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.crawling.crawl import Crawl, Failure, Page
from knowledge.ingestion.sources import Receipt

Load = Callable[[Sequence[Path]], Iterable[Receipt]]
_GROUP = 20


def load_crawl(
    crawl: Crawl, load: Load, progress: Callable[[str], None]
) -> Iterator[Receipt | Failure]:
    """The receipts of all pages of a crawl, and the addresses that were left out by choice.

    `load` stores files and yields their receipts; `progress` is called with each address.
    """
    waiting: list[Page] = []
    for result in crawl.run():
        progress(result.address)
        if isinstance(result, Page):
            waiting.append(result)
        elif result.is_by_choice:
            yield result
        else:
            yield Receipt(result.address, "failed", error=result.reason)
        if len(waiting) >= _GROUP:
            yield from _loaded(waiting, load)
            waiting = []
    yield from _loaded(waiting, load)
    crawl.end()


def _loaded(pages: Sequence[Page], load: Load) -> Iterator[Receipt]:
    """The receipts of fetched pages; an error names the address in place of the file."""
    if not pages:
        return
    addresses = {str(page.path): page.address for page in pages}
    for receipt in load([page.path for page in pages]):
        if receipt.error is not None:
            error = receipt.error
            for path, address in addresses.items():
                error = error.replace(path, address)
            receipt = replace(receipt, error=error)
        yield receipt
