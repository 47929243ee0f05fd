"""Prompts that a chat client sends for its own purposes, not for its user.

Open WebUI asks the model of a conversation for a title, tags, follow-up questions and search
queries, by prompts that begin with `### Task:`. They are no questions about bulletins: they get a
short reply, and are not stored in the log. With documents attached, it wraps the user's question in
such a prompt too; then the question is taken out of it.
"""

import json
import re

_BEGIN = "### Task:"
_TITLE_CHARS = 60
# What the prompt asks to be filled: `{ "title": "your title here" }`.
_KEYS = ("title", "tags", "follow_ups", "queries", "text")


def question_of(prompt: str) -> str:
    """The user's question in a prompt: nearly always the prompt itself."""
    if not _is_task(prompt) or "<context>" not in prompt:
        return prompt
    inside = re.search(r"<user_query>(.*?)</user_query>", prompt, re.DOTALL)
    question = inside[1] if inside else prompt.rpartition("</context>")[2]
    return question.strip() or prompt


def task_reply(prompt: str) -> str | None:
    """The reply to a prompt of a client for itself; None for a question of its user."""
    if not _is_task(prompt) or question_of(prompt) != prompt:
        return None
    key = next((key for key in _KEYS if re.search(rf'"{key}"\s*:', prompt)), "")
    if key == "title":
        return json.dumps({"title": _first_question(prompt)}, ensure_ascii=False)
    return json.dumps({key: "" if key == "text" else []}) if key else ""


def _is_task(prompt: str) -> bool:
    return prompt.lstrip().startswith(_BEGIN)


def _first_question(prompt: str) -> str:
    """The first question in the chat history of a prompt, cut to the length of a title."""
    said = re.search(
        r"<chat_history>\s*USER:\s*(.*?)\n(?:ASSISTANT:|</chat_history>)", prompt, re.DOTALL
    )
    question = " ".join(said[1].split()) if said else "bantin"
    return (
        question
        if len(question) <= _TITLE_CHARS
        else question[:_TITLE_CHARS].rsplit(" ", 1)[0] + "…"
    )
