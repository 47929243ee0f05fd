"""What a person may do with an answer: rate, copy, share, print, ask on. Buttons for `page.js`."""

from collections.abc import Sequence
from html import escape

from assistant.backoffice.journal import REASONS
from assistant.records import Answer, Language
from prompts.catalogue import catalogue, tables

_WORDS = tables("actions")


def actions_html(answer: Answer, turn: int, language: Language) -> str:
    """The row of buttons under an answer, and the form that a thumb down opens."""
    words = _WORDS[language]
    told = " ".join(
        f'data-{key}="{words[key]}"' for key in ("thanks", "copied", "shared", "failed")
    )
    buttons = [
        _button("good", "👍", words["good"], pressed=True), _button("bad", "👎", words["bad"], pressed=True),
        _button("copy", "⧉", words["copy"]),
        _button("share", "↗", words["share"]) if answer.citations else "",
        _button("print", "⎙", words["print"]),
    ]  # fmt: skip
    options = "".join(
        f'<option value="{value}">{shown}</option>'
        for value, shown in zip(REASONS, catalogue(language).lines("actions.reasons"), strict=True)
    )
    form = (
        f'<div class="why" hidden><label for="why{turn}">{words["why"]}</label> <select id="why{turn}">{options}</select> '
        f'<input aria-label="{words["more"]}" placeholder="{words["more"]}" maxlength="300"> '
        f'<button type="button" data-do="why">{words["send"]}</button></div>'
    )
    return (
        f'<div class="actions" role="group" aria-label="{words["rate"]}" data-answer="{escape(answer.answer_id)}" {told}>'
        f'{"".join(buttons)}<span class="told" role="status"></span>{form}</div>'
    )


def _button(name: str, sign: str, label: str, pressed: bool = False) -> str:
    state = ' aria-pressed="false"' if pressed else ""
    return f'<button type="button" data-do="{name}"{state}><span aria-hidden="true">{sign}</span> {label}</button>'


def follow_ups_html(questions: Sequence[str], language: Language) -> str:
    """Questions to go on with; a click asks one."""
    if not questions:
        return ""
    label = _WORDS[language]["next"]
    asked = "".join(f'<button type="button" data-do="ask">{escape(q)}</button>' for q in questions)
    return (
        f'<div class="next" role="group" aria-label="{label}"><span>{label}:</span> {asked}</div>'
    )
