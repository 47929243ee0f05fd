"""A sentence of a draft -> what of it may be shown, with its citations."""

from assistant.citations import Citations
from assistant.records import DraftSentence, Language
from assistant.repairing import repaired
from assistant.run import Run
from assistant.verification import Verifier
from knowledge.library import Library


def verified(
    run: Run, sentence: DraftSentence, citations: Citations, language: Language,
    verifier: Verifier, library: Library,
) -> tuple[tuple[int, ...], DraftSentence | None]:  # fmt: skip
    """The markers and what may be shown of a sentence: it, it mended, its quotation, or nothing."""
    markers = citations.mark(sentence.spans)
    cited = [c for c in citations.found if c.marker in markers]
    verdict = verifier.check(sentence, cited, language)
    if verdict.is_supported:
        return markers, sentence
    run.notes += [f"not shown: {problem}" for problem in verdict.problems]
    if sentence.series is None and not sentence.is_quote:
        held = verifier.read_afresh(cited)
        mended = repaired(sentence, cited, held, library, language)
        if mended is not None and verifier.check(mended, cited, language).is_supported:
            run.notes.append("repaired from the figure that the cited text holds")
            return markers, mended
    quoted = DraftSentence(f"“{cited[0].quote}”", sentence.spans[:1], is_quote=True)
    if sentence.figure is None or not verifier.check(quoted, cited[:1], language).is_supported:
        return markers, None
    run.notes.append("replaced by the passage's own words")
    return markers[:1], quoted
