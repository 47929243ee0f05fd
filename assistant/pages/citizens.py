"""The citizens' page: a conversation on the left, the cited bulletin beside it. No logic."""

from importlib.resources import files
from typing import Any

import gradio as gr

from assistant.errors import QuestionError
from assistant.pages.fragments import answer_html, error_html, evidence_html, question_html
from assistant.pipeline import Assistant
from assistant.records import Language, Turn
from assistant.replies import EXAMPLES, coverage_of, coverage_text, say
from assistant.understanding import understand

CSS = files("assistant.pages").joinpath("page.css").read_text("utf-8")
_MAX_TURNS = 20
_MAX_EVIDENCE = 5
_LANGUAGES = {"Tiếng Việt": "vi", "English": "en"}
_TEXTS: dict[str, dict[str, str]] = {
    "vi": {
        "title": "Hỏi đáp bản tin", "lead": "Mỗi con số đều được đối chiếu với đoạn trích của bản tin.",
        "ask": "Câu hỏi của bạn", "send": "Hỏi", "again": "Cuộc trò chuyện mới", "try": "Câu hỏi mẫu",
        "hint": "Ví dụ: Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?",
    },
    "en": {
        "title": "Ask the bulletins", "lead": "Every figure is checked against the passage that says it.",
        "ask": "Your question", "send": "Ask", "again": "New conversation", "try": "Example questions",
        "hint": "For example: How many workers went abroad in 2022?",
    },
}  # fmt: skip


def build_theme() -> Any:
    """System fonts only: the page asks no other host for anything."""
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    return gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=fonts,
                          font_mono=["ui-monospace", "monospace"])  # fmt: skip


class _Talk:
    """One visitor's conversation: what is shown and what later questions may lean on."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.pieces: list[str] = []
        self.evidence: list[str] = []


def build_page(assistant: Assistant) -> gr.Blocks:
    """The page over one assistant."""

    def welcome(language: Language) -> str:
        coverage = coverage_of(understand("?", (), language), assistant.library)
        return coverage_text(understand("?", (), language), coverage)

    def log(talk: _Talk, language: Language) -> str:
        body = "".join(talk.pieces) or f'<p class="welcome">{welcome(language)}</p>'
        return f'<div class="log" role="log" aria-live="polite">{body}</div>'

    def evidence(talk: _Talk, language: Language) -> str:
        """The cited bulletins of the last answers, newest first, so that old markers still lead on."""
        blocks = "".join(talk.evidence) or evidence_html(None, {}, 0, language)
        return f'<div class="panel">{blocks}</div>'

    def head(language: Language) -> str:
        texts = _TEXTS[language]
        return f'<div class="head"><h1>{texts["title"]}</h1><p>{texts["lead"]}</p></div>'

    def ask(question: str, choice: str, talk: _Talk | None) -> tuple[Any, ...]:
        talk = talk or _Talk()
        page: Language = "en" if _LANGUAGES.get(choice) == "en" else "vi"
        if not question or not question.strip():
            return gr.skip(), talk, gr.skip(), gr.skip()
        turn = len(talk.turns)
        talk.pieces.append(question_html(question[:2000], page))
        try:
            answer = assistant.answer(question, None, talk.turns[-_MAX_TURNS:])
        except QuestionError:
            limit = assistant.max_chars
            talk.pieces.append(error_html(say("too_long", page, length=len(question), limit=limit)))
            return "", talk, log(talk, page), gr.skip()
        keys = {(c.bulletin_id, c.revision) for c in answer.citations}
        cited = {key: assistant.library.edition(*key).bulletin for key in keys}
        talk.turns.append(Turn(question, answer.text))
        talk.pieces.append(answer_html(answer, turn))
        talk.pieces = talk.pieces[-2 * _MAX_TURNS :]
        if answer.citations:
            talk.evidence.insert(0, evidence_html(answer, cited, turn, page))
        talk.evidence = talk.evidence[:_MAX_EVIDENCE]
        return "", talk, log(talk, page), evidence(talk, page)

    def switch(choice: str, talk: _Talk | None) -> tuple[Any, ...]:
        language: Language = "en" if _LANGUAGES.get(choice) == "en" else "vi"
        texts = _TEXTS[language]
        examples = gr.Dataset(samples=[[e] for e in EXAMPLES[language]], label=texts["try"])
        return (
            head(language), log(talk or _Talk(), language), evidence(talk or _Talk(), language),
            gr.Textbox(label=texts["ask"], placeholder=texts["hint"]),
            gr.Button(texts["send"]), gr.Button(texts["again"]), examples,
        )  # fmt: skip

    def restart(choice: str) -> tuple[Any, ...]:
        language: Language = "en" if _LANGUAGES.get(choice) == "en" else "vi"
        talk = _Talk()
        return talk, log(talk, language), evidence(talk, language)

    vi = _TEXTS["vi"]
    with gr.Blocks(
        title="bantin · Hỏi đáp bản tin", analytics_enabled=False, fill_width=True
    ) as page:
        talk = gr.State(None)
        with gr.Row(equal_height=True):
            title = gr.HTML(head("vi"), scale=4)
            choice = gr.Radio(
                list(_LANGUAGES), value="Tiếng Việt", label="Ngôn ngữ / Language", scale=1
            )
        with gr.Row():
            with gr.Column(scale=6):
                shown = gr.HTML(log(_Talk(), "vi"), elem_id="conversation")
                question = gr.Textbox(
                    label=vi["ask"], placeholder=vi["hint"], lines=1, max_lines=4, autofocus=True,
                    elem_id="question", max_length=2000,
                )  # fmt: skip
                with gr.Row():
                    send = gr.Button(vi["send"], variant="primary", elem_id="send")
                    again = gr.Button(vi["again"], elem_id="again")
                examples = gr.Dataset(
                    components=[question], samples=[[e] for e in EXAMPLES["vi"]], label=vi["try"],
                    elem_id="examples",
                )  # fmt: skip
            with gr.Column(scale=5):
                panel = gr.HTML(evidence(_Talk(), "vi"), elem_id="evidence")
        outputs = [question, talk, shown, panel]
        inputs = [question, choice, talk]
        quiet = {"show_progress": "minimal", "api_visibility": "private"}
        # By default a press of Enter is dropped while the one before is being answered.
        question.submit(ask, inputs, outputs, trigger_mode="multiple", **quiet)
        send.click(ask, inputs, outputs, trigger_mode="multiple", **quiet)
        examples.click(lambda row: row[0], [examples], [question], **quiet).then(
            ask, inputs, outputs, **quiet
        )
        choice.change(
            switch,
            [choice, talk],
            [title, shown, panel, question, send, again, examples],
            **quiet,
        )
        again.click(restart, [choice], [talk, shown, panel], **quiet)
        page.load(
            lambda c: log(_Talk(), "en" if c == "English" else "vi"), [choice], [shown], **quiet
        )
    return page
