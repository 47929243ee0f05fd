"""The citizens' page: a conversation on the left, the cited bulletins beside it. No logic."""

import logging
import threading
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import gradio as gr
from markupsafe import Markup

from assistant.errors import QuestionError, SwitchedOff
from assistant.pages.actions import actions_html, follow_ups_html
from assistant.pages.fragments import (
    answer_html,
    error_html,
    evidence_html,
    question_html,
    shown_citations,
    waiting_html,
)
from assistant.question.privacy import mask
from assistant.question.understanding import understand
from assistant.records import Answer, Language, Turn
from assistant.service import Service
from assistant.wording.phrases import date_text
from assistant.wording.replies import coverage_of, coverage_text, example_questions, say
from knowledge.errors import Busy, StorageError
from knowledge.output.templates import renderer
from prompts.catalogue import tables

_LOG = logging.getLogger("bantin.serving")
_render = renderer("assistant.pages")
CSS = files("assistant.pages").joinpath("page.css").read_text("utf-8")
_MAX_TURNS = 20
_MAX_EVIDENCE = 5
# Questions that are answered at a time, so that a slow one delays no other, and that may wait.
_AT_ONCE, _MOST_WAITING = 8, 200
_LANGUAGES = {"Tiếng Việt": "vi", "English": "en"}
_TEXTS = tables("page")


def script_html() -> Markup:
    """The script element for the head of our pages."""
    return _render("script", script=files("assistant.pages").joinpath("page.js").read_text("utf-8"))


def build_theme() -> Any:
    """The theme of our pages; only system fonts, so that no other host is contacted."""
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    base = gr.themes.Base(
        primary_hue="blue", neutral_hue="slate", font=fonts, font_mono=["ui-monospace", "monospace"]
    )
    blue, deeper, on_it = "#0b5c8f", "#094a73", "#ffffff"
    return base.set(
        button_primary_background_fill=blue, button_primary_background_fill_dark=blue,
        button_primary_background_fill_hover=deeper, button_primary_background_fill_hover_dark=deeper,
        button_primary_text_color=on_it, button_primary_text_color_dark=on_it,
    )  # fmt: skip


class _Talk:
    """The conversation of one visitor: its HTML, and the turns that later questions refer to."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.pieces: list[Markup] = []
        self.evidence: list[Markup] = []
        self.last: Answer | None = None
        self.cancel = threading.Event()


class _View:
    """Renders the parts of the page as HTML."""

    def __init__(self, service: Service) -> None:
        self._service, self._library = service, service.assistant.library

    def welcome(self, language: Language) -> Markup:
        """The welcome text: number of bulletins, years, places, and the newest day."""
        anything = understand("?", (), language)
        days = [listed.published_on for listed in self._library.listed(1)]
        return _render(
            "welcome", words=_TEXTS[language],
            coverage=coverage_text(anything, coverage_of(anything, self._library)),
            newest=date_text(days[0], language) if days else "",
        )  # fmt: skip

    def log(self, talk: _Talk, language: Language, now: Markup | None = None) -> Markup:
        """The conversation; `now` is the answer that is being written."""
        return _render("log", language=language, pieces=[*talk.pieces, *([now] if now else [])])

    def evidence(self, talk: _Talk, language: Language, now: Markup | None = None) -> Markup:
        """The cited bulletins of the last answers, newest first, so that older links still work."""
        blocks = [block for block in (now, *talk.evidence) if block]
        blocks = blocks or [evidence_html(None, {}, 0, language)]
        return _render("panel", label=_TEXTS[language]["newest"], blocks=blocks)

    def cited(self, answer: Answer, turn: int, language: Language) -> Markup | None:
        """The bulletins that an answer cites, or those nearest to a refusal; None without any."""
        citations = shown_citations(answer)
        if not citations:
            return None
        keys = {(c.bulletin_id, c.revision) for c in citations}
        bulletins = {key: self._library.edition(*key).bulletin for key in keys}
        return evidence_html(answer, bulletins, turn, language)

    @staticmethod
    def head(language: Language) -> Markup:
        return _render("head", words=_TEXTS[language])

    @staticmethod
    def foot(language: Language) -> Markup:
        return _render("foot", words=_TEXTS[language])


def _language(choice: str | None) -> Language:
    return "en" if _LANGUAGES.get(choice or "") == "en" else "vi"


def build_page(service: Service) -> gr.Blocks:
    """The page over one service."""
    view = _View(service)

    def answers(question: str, talk: _Talk) -> Iterator[Answer]:
        """The answers so far: one complete answer by rules, or one per sentence of a model."""
        history = talk.turns[-_MAX_TURNS:]
        if service.assistant.generator is None:
            yield service.ask(question, None, history, "page")
        else:
            yield from service.stream(question, None, history, "page", talk.cancel)

    def shown_now(
        talk: _Talk,
        page: Language,
        busy: bool,
        log: Markup | None = None,
        panel: Markup | None = None,
    ) -> tuple[Any, ...]:
        """The values of all outputs: Gradio sends differences, so each update needs all values."""
        return (
            "", talk, view.log(talk, page, log), view.evidence(talk, page, panel),
            gr.Button(visible=not busy), gr.Button(visible=busy), "",
        )  # fmt: skip

    def ask(question: str, choice: str, talk: _Talk | None) -> Iterator[tuple[Any, ...]]:
        talk, page = talk or _Talk(), _language(choice)
        if not question or not question.strip():
            yield gr.skip(), talk, gr.skip(), gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        talk.cancel = threading.Event()
        turn = len(talk.turns)
        talk.pieces.append(question_html(mask(question[:2000]), page))
        answer, writes = None, service.assistant.generator is not None
        if writes:
            yield shown_now(talk, page, True, waiting_html(_TEXTS[page]["looking"]))
        try:
            for answer in answers(question, talk):
                if writes:
                    log, panel = answer_html(answer, turn), view.cited(answer, turn, page)
                    yield shown_now(talk, page, True, log, panel)
            whole = answer if not talk.cancel.is_set() else None
            cited = view.cited(whole, turn, page) if whole is not None else None
        except QuestionError:
            whole = None
            message = say("too_long", page, length=len(question), limit=service.assistant.max_chars)
            talk.pieces.append(error_html(message))
        except SwitchedOff as exc:
            whole = None
            talk.pieces.append(error_html(f"{_TEXTS[page]['closed']}: {exc}"))
        except StorageError as exc:
            whole = None
            _LOG.error("a question of the page failed: %s", exc)
            message = say("busy" if isinstance(exc, Busy) else "error_internal", page)
            talk.pieces.append(error_html(message))
        if whole is not None:
            talk.turns.append(Turn(mask(question), whole.text, whole.answer_id))
            talk.last = whole
            talk.pieces.append(answer_html(whole, turn, actions_html(whole, turn, whole.language)))
            talk.pieces = talk.pieces[-2 * _MAX_TURNS :]
            talk.evidence = [*([cited] if cited else []), *talk.evidence][:_MAX_EVIDENCE]
        yield shown_now(talk, page, False)

    def suggest(talk: _Talk | None) -> tuple[Any, ...]:
        """The follow-up questions; runs after the answer is shown."""
        if talk is None or talk.last is None:
            return gr.skip(), talk
        answer, talk.last = talk.last, None
        return follow_ups_html(service.follow_ups(answer), answer.language), talk

    def stop(talk: _Talk | None) -> None:
        if talk is not None:
            talk.cancel.set()

    def texts_of(language: Language, panel: Any) -> tuple[Any, ...]:
        texts = _TEXTS[language]
        examples = gr.Dataset(
            samples=[[e] for e in example_questions(language)], label=texts["try"]
        )
        return (
            view.head(language), view.welcome(language), panel,
            gr.Textbox(label=texts["ask"], placeholder=texts["hint"]), gr.Button(texts["send"]),
            gr.Button(texts["stop"]), gr.Button(texts["again"]), examples, view.foot(language),
        )  # fmt: skip

    def switch(choice: str, talk: _Talk | None) -> tuple[Any, ...]:
        language = _language(choice)
        return texts_of(language, view.evidence(talk or _Talk(), language))

    def restart(choice: str) -> tuple[Any, ...]:
        talk = _Talk()
        return talk, view.log(talk, _language(choice)), view.evidence(talk, _language(choice)), ""

    def opened(request: gr.Request) -> tuple[Any, ...]:
        language: Language = "en" if request.query_params.get("lang") == "en" else "vi"
        choice = next(name for name, code in _LANGUAGES.items() if code == language)
        # A question may be answered before this runs; its cited bulletin must stay on the page.
        panel = view.evidence(_Talk(), language) if language == "en" else gr.skip()
        return choice, *texts_of(language, panel)

    vi, empty = _TEXTS["vi"], _Talk()
    with gr.Blocks(
        title=f"bantin · {vi['title']}", analytics_enabled=False, fill_width=True
    ) as page:
        talk = gr.State(None)
        with gr.Row(equal_height=True):
            title = gr.HTML(view.head("vi"), scale=4)
            choice = gr.Radio(
                list(_LANGUAGES), value="Tiếng Việt", label="Ngôn ngữ / Language", scale=1,
                elem_id="language", container=False,
            )  # fmt: skip
        with gr.Row():
            with gr.Column(scale=6):
                known = gr.HTML(view.welcome("vi"), elem_id="known")
                shown = gr.HTML(view.log(empty, "vi"), elem_id="conversation")
                following = gr.HTML("", elem_id="following")
                question = gr.Textbox(
                    label=vi["ask"], placeholder=vi["hint"], lines=1, max_lines=4, autofocus=True,
                    elem_id="question", max_length=2000,
                )  # fmt: skip
                with gr.Row():
                    send = gr.Button(vi["send"], variant="primary", elem_id="send")
                    halt = gr.Button(vi["stop"], elem_id="stop", visible=False)
                    again = gr.Button(vi["again"], elem_id="again")
                examples = gr.Dataset(
                    components=[question], samples=[[e] for e in example_questions("vi")], label=vi["try"],
                    elem_id="examples",
                )  # fmt: skip
                foot = gr.HTML(view.foot("vi"))
            with gr.Column(scale=5):
                panel = gr.HTML(view.evidence(empty, "vi"), elem_id="evidence")
        outputs = [question, talk, shown, panel, send, halt, following]
        inputs = [question, choice, talk]
        quiet = {"show_progress": "hidden", "api_visibility": "private"}
        # By default Gradio drops a second question while the first is being answered.
        submissions = [
            question.submit(ask, inputs, outputs, trigger_mode="multiple", **quiet),
            send.click(ask, inputs, outputs, trigger_mode="multiple", **quiet),
            examples.click(lambda row: row[0], [examples], [question], **quiet).then(
                ask, inputs, outputs, **quiet
            ),
        ]
        for event in submissions:
            event.then(suggest, [talk], [following, talk], **quiet)
        halt.click(stop, [talk], None, **quiet)
        words = [title, known, panel, question, send, halt, again, examples, foot]
        choice.input(switch, [choice, talk], words, **quiet)
        again.click(restart, [choice], [talk, shown, panel, following], **quiet)
        page.load(opened, None, [choice, *words], **quiet)
    page.queue(default_concurrency_limit=_AT_ONCE, max_size=_MOST_WAITING)
    return page
