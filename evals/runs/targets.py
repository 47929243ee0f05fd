"""The targets of a run: this installation, or a bantin server over HTTP."""

import hashlib
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import quote

from evals.errors import BadTarget

Turns = Sequence[tuple[str, str]]
_TIMEOUT_S = 60.0


class Target(Protocol):
    """A system under test: it answers, searches and gives the cited texts. Thread-safe."""

    def ask(self, question: str, language: str | None, turns: Turns) -> dict[str, Any]:
        """The JSON of an answer; `turns` are earlier questions and their answers' texts."""
        ...

    def hits(self, question: str, k: int) -> list[tuple[str, str]]:
        """(passage id, bulletin id) of what search finds, best first."""
        ...

    def text(self, bulletin_id: str, revision: int) -> str:
        """The text that citations of this revision point into."""
        ...

    def description(self) -> dict[str, Any]:
        """What is tested: settings, revision of the library, model, versions."""
        ...


class LocalTarget:
    """This installation over one data folder."""

    def __init__(self, assistant: Any, settings: Any) -> None:
        self._assistant, self._settings = assistant, settings

    def ask(self, question: str, language: str | None, turns: Turns) -> dict[str, Any]:
        """See Target."""
        from assistant.json_views import answer_view
        from assistant.records import Turn

        history = [Turn(earlier, answer) for earlier, answer in turns]
        return answer_view(self._assistant.answer(question, language, history))

    def hits(self, question: str, k: int) -> list[tuple[str, str]]:
        """See Target."""
        hits = self._assistant.library.search(question, k)
        return [(hit.passage.passage_id, hit.passage.bulletin_id) for hit in hits]

    def text(self, bulletin_id: str, revision: int) -> str:
        """See Target."""
        return str(self._assistant.library.edition(bulletin_id, revision).bulletin.text)

    def description(self) -> dict[str, Any]:
        """See Target."""
        from importlib.metadata import version

        from assistant.judging.span_reader import PASSAGES, ROWS
        from knowledge.embedding.adapters import adapter_file
        from prompts.template import versions

        library = self._assistant.library
        readers = {PASSAGES: self._assistant.reader, ROWS: self._assistant.row_reader}
        digests = {
            name: hashlib.sha256(adapter_file(name).read_bytes()).hexdigest()
            for name, reader in readers.items() if reader is not None
        }  # fmt: skip
        return {
            "target": "this installation",
            "bantin": version("bantin"),
            "settings": self._settings.shown(),
            "library": {"revision": library.catalogue.newest_revision(), **library.counts()},
            "model": {"name": library.encoder.name, "digest": library.encoder.digest},
            "reader": digests.get(PASSAGES),
            "rows": digests.get(ROWS),
            "texts": versions(),
        }


class HttpTarget:
    """A bantin server, by its HTTP API."""

    def __init__(self, address: str) -> None:
        import httpx

        base = address.rstrip("/")
        self.address = base if base.endswith("/api/v1") else f"{base}/api/v1"
        self._client = httpx.Client(base_url=self.address, timeout=_TIMEOUT_S)
        self._texts: dict[tuple[str, int], str] = {}

    def close(self) -> None:
        """Closes the connections to the server."""
        self._client.close()

    def ask(self, question: str, language: str | None, turns: Turns) -> dict[str, Any]:
        """See Target."""
        body: dict[str, Any] = {"question": question}
        if language:
            body["language"] = language
        if turns:
            body["history"] = [{"question": q, "answer": a} for q, a in turns]
        return self._json("POST", "/ask", json=body)

    def hits(self, question: str, k: int) -> list[tuple[str, str]]:
        """See Target."""
        hits = self._json("GET", "/search", params={"q": question[:2000], "k": k})["hits"]
        return [(hit["passage_id"], hit["bulletin_id"]) for hit in hits]

    def text(self, bulletin_id: str, revision: int) -> str:
        """See Target."""
        key = (bulletin_id, revision)
        if key not in self._texts:
            path = f"/bulletins/{quote(bulletin_id, safe='')}"
            self._texts[key] = self._json("GET", path, params={"revision": revision})["text"]
        return self._texts[key]

    def description(self) -> dict[str, Any]:
        """See Target."""
        return {"target": self.address, "health": self._json("GET", "/health")}

    def _json(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        import httpx

        try:
            reply = self._client.request(method, path, **request)
            reply.raise_for_status()
            content = reply.json()
        except httpx.HTTPStatusError as exc:
            detail = exc.response.text[:200]
            hint = "; start it with BANTIN_RATE_LIMIT=off" if reply.status_code == 429 else ""
            raise BadTarget(
                f"{self.address}{path} answered {reply.status_code}: {detail}{hint}"
            ) from exc
        except (httpx.HTTPError, ValueError) as exc:
            raise BadTarget(f"the request to {self.address}{path} failed: {exc}") from exc
        if not isinstance(content, dict):
            raise BadTarget(f"{self.address}{path} returned no JSON object; is it a bantin server?")
        return content
