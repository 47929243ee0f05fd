"""Buttons under an answer: rate, copy, share, print, ask a follow-up; `page.js` handles them."""

from collections.abc import Sequence

from markupsafe import Markup

from assistant.backoffice.journal import REASONS
from assistant.records import Answer, Language
from knowledge.output.templates import renderer
from prompts.catalogue import catalogue, tables

_render = renderer("assistant.pages")
_WORDS = tables("actions")


def actions_html(answer: Answer, turn: int, language: Language) -> Markup:
    """The row of buttons under an answer, and the form that opens on thumbs down."""
    return _render(
        "actions", turn=turn, words=_WORDS[language], answer_id=answer.answer_id,
        is_shareable=bool(answer.citations),
        reasons=list(zip(REASONS, catalogue(language).lines("actions.reasons"), strict=True)),
    )  # fmt: skip


def follow_ups_html(questions: Sequence[str], language: Language) -> Markup | str:
    """Follow-up questions as buttons that ask them; empty if there are none."""
    if not questions:
        return ""
    return _render("follow_ups", questions=questions, label=_WORDS[language]["next"])
