"""Prompts that Open WebUI sends for itself are recognised; questions of people are not touched."""

import json

import pytest

from assistant.serving.chat_tasks import question_of, task_reply

HISTORY = "### Chat History:\n<chat_history>\nUSER: nam 2022 co bao nhieu nguoi di xkld\nASSISTANT: 753 người\n</chat_history>"
TITLE = (
    "### Task:\nGenerate a concise, 3-5 word title with an emoji summarizing the chat history.\n"
    f'### Output:\nJSON format: {{ "title": "your concise title here" }}\n{HISTORY}'
)
RAG = (
    "### Task:\nRespond to the user query using the provided context.\n<context>\n<source>x</source>\n"
    "</context>\n\n<user_query>\nTỷ lệ hộ nghèo năm 2022?\n</user_query>"
)


@pytest.mark.parametrize(
    ("prompt", "reply"),
    [
        (TITLE, {"title": "nam 2022 co bao nhieu nguoi di xkld"}),
        ('### Task:\nGenerate 1-3 broad tags.\nJSON format: { "tags": ["tag1"] }\n' + HISTORY, {"tags": []}),
        ('### Task:\nSuggest follow-ups.\n{ "follow_ups": ["Question 1?"] }\n' + HISTORY, {"follow_ups": []}),
        ('### Task:\nAnalyze the chat.\n{ "queries": ["query1"] }\n' + HISTORY, {"queries": []}),
    ],
    ids=["title", "tags", "follow-ups", "queries"],
)  # fmt: skip
def test_a_prompt_of_the_client_gets_the_json_that_it_asks_for(
    prompt: str, reply: dict[str, object]
) -> None:
    assert json.loads(task_reply(prompt) or "") == reply


def test_another_task_gets_an_empty_reply() -> None:
    assert task_reply("### Task:\nGenerate an emoji.") == ""


def test_the_question_beside_documents_is_taken_out() -> None:
    assert question_of(RAG) == "Tỷ lệ hộ nghèo năm 2022?"
    assert task_reply(RAG) is None
    bare = RAG.partition("<user_query>")[0] + "Tỷ lệ hộ nghèo?"
    assert question_of(bare) == "Tỷ lệ hộ nghèo?"


@pytest.mark.parametrize("text", ["", "Task: gì?", "Hỏi về ### Task: là gì"])
def test_a_question_of_a_person_is_itself(text: str) -> None:
    assert (task_reply(text), question_of(text)) == (None, text)
