"""bantin as one of the compared systems, in a process of its own with its default settings."""

import json
from functools import cached_property

from assistant.build import build_assistant
from assistant.json_views import answer_view
from assistant.pipeline import Assistant
from assistant.settings import Settings
from evals.bench.peers.protocol import Passage, Reply, Row, Setup, serve
from knowledge.build import ingesting


class Bantin:
    """See the module."""

    def __init__(self, setup: Setup) -> None:
        self._settings = Settings(data=setup.data)
        self._opened: Assistant | None = None

    def load(self, rows: list[Row]) -> int:
        """See Peer."""
        path = self._settings.data / "bulletins.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (
            {"id": r.key, "title": r.title or None, "date": r.date or None,
             "place": r.place or None, "text": r.text}
            for r in rows
        )  # fmt: skip
        path.write_text("\n".join(json.dumps(x, ensure_ascii=False) for x in lines), "utf-8")
        with ingesting(self._settings) as ingester:
            list(ingester.run([path]))
        return self._assistant.library.counts()["passages"]

    @property
    def _assistant(self) -> Assistant:
        if self._opened is None:
            self._opened = build_assistant(self._settings)
        return self._opened

    @cached_property
    def _keys(self) -> dict[str, str]:
        """The keys of the rows by the ids of their bulletins."""
        with self._assistant.library.reading() as snapshot:
            return {b.bulletin_id: b.source.rpartition("#")[2] for b in snapshot.listed()}

    def search(self, query: str, k: int) -> list[Passage]:
        """See Peer."""
        hits = self._assistant.library.search(query, k)
        return [Passage(self._keys[h.passage.bulletin_id], h.passage.text, h.score) for h in hits]

    def answer(self, question: str) -> Reply:
        """See Peer."""
        view = answer_view(self._assistant.answer(question))
        citations = [
            Passage(self._keys[c["bulletin_id"]], c["quote"], 0.0) for c in view["citations"]
        ]
        if view["status"].startswith("error"):
            raise RuntimeError(view["status"])  # a failure is no refusal
        is_refusal = view["status"] not in ("answered", "answered_partly")
        return Reply(view["text"], citations, view["short"], is_refusal, {"status": view["status"]})


if __name__ == "__main__":
    serve(Bantin)
