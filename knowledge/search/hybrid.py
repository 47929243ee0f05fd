"""Query -> passages: dense and lexical search in one ranking.

The best of both searches are candidates; the score of each is its exact cosine plus a share of
BM25. Sums of scores are better than sums of reciprocal ranks on every development set
(evals/README.md), because ranks lose how rare the matching words are. The share was fitted on MLQA
dev, the ViQuAD sample and our questions over real news, and frozen on 2026-11-24. The best passages
are then ranked by the cosine and the words that they hold (`knowledge.search.presence`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from knowledge.arrays import import_numpy, np
from knowledge.embedding.encoder import Encoder, Vectors
from knowledge.embedding.query_map import mapped_english
from knowledge.records import Hit, Passage
from knowledge.search.accents import restored
from knowledge.search.dense import Nearest, Ranking, check_count
from knowledge.search.presence import presence
from knowledge.search.queries import QueryProfile, accented_profile, profile_of
from knowledge.search.repeats import repeats_of
from knowledge.storage import lexical
from knowledge.storage.lexical import Term
from knowledge.storage.snapshot import Snapshot
from knowledge.text.spelling import fold
from knowledge.vocabulary.place_names import unit_in
from knowledge.vocabulary.places import canonical_place

_POOL = 60
_FILTERED_POOL = 600
# Passages from which the accents of a query are restored.
_SPELLED_FROM = 30
# Dense searches that run at the same time.
_BESIDE = 4
_SHARE = 0.002
# Passages whose words are counted, and the share of the words in the score by the form of the
# query; both chosen on the work part of our questions, 2026-11-26.
_READ = 24
# Passages of which it is checked that the index of words finds them.
_CHECKED = 5
_PRESENCE_SHARE = {"vi": 0.0015, "folded": 0.0015, "en": 0.003}


class Searcher:
    """Searches one library; serves many threads."""

    def __init__(self, encoder: Encoder, nearest: Nearest) -> None:
        self._encoder, self._nearest = encoder, nearest
        self._counts = lexical.WordCounts()
        # Neither pool reads the catalogue: the caller holds a connection while it waits for them.
        self._beside = ThreadPoolExecutor(_BESIDE, thread_name_prefix="nearest")
        # Two pools: a thread that waits for another thread of its pool could wait for ever.
        self._glossing = ThreadPoolExecutor(_BESIDE, thread_name_prefix="gloss")

    def search(
        self, snapshot: Snapshot, query: str, k: int, year: int | None, place: str | None,
        within: Collection[str] | None = None,
    ) -> list[Hit]:  # fmt: skip
        """See `Library.search`."""
        profile = profile_of(query)
        is_filtered = year is not None or place is not None
        pool = max(_FILTERED_POOL if is_filtered else _POOL, k)
        where = None if place is None else fold(unit_in(canonical_place(place) or place))
        import_numpy()  # each of the threads below imports it otherwise
        self._nearest.open_in_background(snapshot)
        worded: dict[str, float] = defaultdict(float)
        share = _SHARE * profile.known if profile.form == "en" else _SHARE
        count = partial(self._counts.of, snapshot)

        searched: list[Term] = []

        def match(terms: Sequence[Term]) -> None:
            searched.extend(terms)
            for name, score in lexical.match(snapshot, terms, pool, year, where, count, within):
                worded[name] += score

        if profile.form == "folded":
            match(profile.terms)
            profile = self._spelled(snapshot, profile, worded)
        # Dense and lexical search run in parallel: both release the interpreter lock.
        ask_chroma = self._nearest.chroma_search(snapshot) if within is None else None
        pending = self._beside.submit(self._embedded, profile, ask_chroma, pool)
        match(profile.terms)
        names, vectors = snapshot.vectors_of(worded)
        check_count(len(names), len(worded))
        vector, nearest = pending.result()
        if within is not None:
            ids = lexical.passage_ids_of(snapshot, within)
            exact = self._nearest.similarities(snapshot, vector, ids)
            nearest = sorted(exact.items(), key=lambda item: (-item[1], item[0]))[:pool]
        if nearest is None:
            nearest = self._nearest.compare_all(snapshot, vector, pool)
        dense = dict(zip(names, (vectors @ vector).tolist(), strict=True)) if names else {}
        dense |= dict(nearest)
        scores = {name: cosine + share * worded.get(name, 0) for name, cosine in dense.items()}
        best = sorted(scores, key=lambda name: (-scores[name], name))
        if not is_filtered:
            best = best[: max(k, _READ)]
        passages = snapshot.passages(best)
        chosen = [n for n in best if n in passages and _fits(passages[n], year, where)]
        checked = {n: f"{passages[n].header} {passages[n].text}" for n in chosen[:_CHECKED]}
        lexical.check_words(snapshot, searched, checked, count)
        chosen = self._by_presence(snapshot, profile, chosen, passages, dense, scores)
        repeats = repeats_of(snapshot, [passages[n] for n in chosen])
        chosen = [n for n in chosen if n in repeats][:k]
        titles = snapshot.titles_of({passages[n].bulletin_id for n in chosen})
        return [
            Hit(
                passages[n], titles[passages[n].bulletin_id], scores[n], dense[n], worded.get(n),
                repeats[n],
            )
            for n in chosen
        ]  # fmt: skip

    def word_counts(self, snapshot: Snapshot, words: Sequence[str], column: str) -> dict[str, int]:
        """The number of passages with each word, without zeros."""
        return self._counts.of(snapshot, words, column)

    def likeness(
        self, snapshot: Snapshot, text: str, passage_ids: Sequence[str]
    ) -> dict[str, float]:
        """See `Library.likeness`."""
        vector = self._encoder.encode_query(text)
        return self._nearest.similarities(snapshot, vector, passage_ids)

    def close(self) -> None:
        """Ends the helper threads and closes the vector index."""
        self._beside.shutdown()
        self._glossing.shutdown()
        self._nearest.close()

    def _spelled(
        self, snapshot: Snapshot, profile: QueryProfile, worded: dict[str, float]
    ) -> QueryProfile:
        """The profile of a query without accents, with the accents of passages found for it."""
        best = sorted(worded, key=lambda name: (-worded[name], name))[:_SPELLED_FROM]
        passages = snapshot.passages(best)
        texts = [f"{passages[n].header}\n{passages[n].text}" for n in best if n in passages]
        return accented_profile(restored(profile.meaning, texts))

    def _by_presence(
        self, snapshot: Snapshot, profile: QueryProfile, ranked: Sequence[str],
        passages: Mapping[str, Passage], dense: Mapping[str, float], scores: dict[str, float],
    ) -> list[str]:  # fmt: skip
        """`ranked`, its first passages ordered by the words they contain; sets `scores`."""
        counts: dict[Term, int] = {}
        for column in {term.column for term in profile.expected}:
            terms = {t.parts[0]: t for t in profile.expected if t.column == column}
            term_counts = self._counts.of(snapshot, sorted(terms), column)
            counts |= {terms[part]: count for part, count in term_counts.items()}
        share = _PRESENCE_SHARE[profile.form]
        first, rest = ranked[:_READ], ranked[_READ:]
        texts = [f"{passages[n].header}\n{passages[n].text}" for n in first]
        sums = presence(texts, profile.expected, counts, snapshot.passage_count())
        for name, held in zip(first, sums, strict=True):
            scores[name] = dense[name] + share * held
        lowest = min((scores[name] for name in first), default=0.0)
        # The other passages keep their order below these.
        scores.update((name, min(scores[name], lowest)) for name in rest)
        return sorted(first, key=lambda name: (-scores[name], name)) + list(rest)

    def _embedded(
        self,
        profile: QueryProfile,
        ask_chroma: Callable[[Vectors, int], Ranking | None] | None,
        pool: int,
    ) -> tuple[Vectors, Ranking | None]:
        """The query's vector, and Chroma's ranking where Chroma can be asked."""
        encode = self._encoder.encode_query
        is_glossed = bool(profile.gloss and profile.known)
        gloss = self._glossing.submit(encode, profile.gloss) if is_glossed else None
        vector = encode(profile.meaning)
        if profile.form == "en":
            vector = mapped_english(vector, self._encoder.name)
        if gloss is not None:
            both = vector + profile.known * gloss.result()
            vector = np.asarray(both / np.linalg.norm(both), np.float32)
        return vector, ask_chroma(vector, pool) if ask_chroma else None


def _fits(passage: Passage, year: int | None, place: str | None) -> bool:
    if year is not None and year not in passage.years:
        return False
    return place is None or place in passage.places
