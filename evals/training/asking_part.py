"""Trains the model that tells which words of a question ask (`assistant.question.asking_part`).

    python -m evals.training.asking_part [--held FILE] [--seed 20261127]

Questions of `questions/train.jsonl`, in Vietnamese, without accents and in English, are put in the
midst of the words of `questions/around.jsonl`; some stay alone, some lose their question words, and
some get words that matter (`questions/around_that_matters.jsonl`). `--held` names another file like
`around.jsonl`; printed is how often exactly the question is left of questions of the work part.
Needs python-crfsuite (the extra `train`).
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.question.asking_part import BUCKETS, AskingModel, features_of, words_of
from knowledge.text.spelling import without_accents

_FOLDER = Path(__file__).parent / "questions"
_WEIGHTS = Path(__file__).parents[2] / "assistant" / "question" / "weights" / "asking_part.f16"
_ALONE, _MATTERS, _BARE_WORDS, _TWICE = 0.3, 0.15, 0.15, 0.05
_PER_QUESTION = 2
# What short questions of keywords and follow-ups leave out or begin with.
_QUESTION_WORDS = re.compile(
    r"(?<!\w)(?:(?:là |có |đạt )?bao nhiêu|how many|how much|what (?:is|was) the)(?!\w)",
    re.IGNORECASE,
)
_FOLLOW_UPS = (
    "còn {}?", "còn {} thì sao?", "thế {} thì sao", "{} thì sao?", "vậy {} bao nhiêu?",
    "thế còn {}", "so với {} thì sao?", "what about {}?", "and {}?", "how about {}?", "and in {}?",
    "in {}?",
)  # fmt: skip
_TOPICS = (
    "Bắc Kạn", "năm 2021", "Vĩnh Long", "nữ", "kế hoạch", "quý III", "huyện Na Rì", "hộ cận nghèo",
    "năm trước", "2019", "women", "the plan", "Lâm Đồng", "last year", "cả nước", "tháng 5",
)  # fmt: skip
# Whole messages that are for the rules of greetings and help.
_TALK = (
    "xin chào", "chào bạn", "chào anh chị", "cảm ơn bạn", "cảm ơn nhiều nhé", "bạn là ai",
    "bạn tên gì",
    "bạn làm được gì", "bạn giúp được gì cho tôi", "hướng dẫn tôi dùng với", "tạm biệt", "hello",
    "hi there", "thank you very much", "who are you", "what can you do", "how does this work",
    "help me", "goodbye", "trả lời ngắn gọn hơn đi", "nói rõ hơn", "bạn có phải người thật không",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and the spans of it that ask."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def labels(self) -> list[bool]:
        """Whether each of its words asks."""
        return [
            any(word.start < end and start < word.end for start, end in self.spans)
            for word in words_of(self.text)
        ]


@dataclass(frozen=True, slots=True)
class Around:
    """Words around a question; `{}` is its place, `kept` the part that matters."""

    text: str
    language: str
    kept: str = ""


def read_around(path: Path) -> list[Around]:
    """The rows of a file."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [Around(row["text"], row["language"], row.get("kept", "")) for row in rows]


def put_in(question: str, around: Around, rng: random.Random) -> Example:
    """The question in the midst of the words, with the signs that people write or leave out."""
    before, after = around.text.split("{}")
    if rng.random() < 0.5:
        question = question.rstrip("?. ")
    if before and not before.rstrip().endswith(tuple(".!?")) and rng.random() < 0.8:
        question = question[:1].lower() + question[1:]
    if rng.random() < 0.15:
        before, after = re.sub(r"[,.:;!]", "", before), re.sub(r"[,.:;!]", "", after)
    text = f"{before}{question}{after}"
    spans = [(len(before), len(before) + len(question))]
    if around.kept and (at := text.find(around.kept)) >= 0:
        spans.append((at, at + len(around.kept)))
    return Example(text, tuple(spans))


def examples(
    questions: Sequence[tuple[str, str]], around: Sequence[Around], that_matters: Sequence[Around],
    rng: random.Random,
) -> Iterator[Example]:  # fmt: skip
    """Examples of (question, its form) in turn; forms are `vi`, `folded` and `en`."""
    by_language = {
        language: [a for a in around if a.language == language] for language in ("vi", "en")
    }
    matter = {
        language: [a for a in that_matters if a.language == language] for language in ("vi", "en")
    }
    for text, form in questions:
        for _ in range(_PER_QUESTION):
            question = text
            if rng.random() < _BARE_WORDS:
                question = " ".join(_QUESTION_WORDS.sub(" ", question).split()) or text
            if rng.random() < _TWICE:
                question = f"{question} {rng.choice(questions)[0]}"
            drawn = rng.random()
            if drawn < _ALONE:
                if rng.random() < 0.4:
                    question = question.rstrip("?. ").lower()
                yield Example(question, ((0, len(question)),))
                continue
            language = "en" if form == "en" and rng.random() < 0.85 else "vi"
            chosen = rng.choice(
                matter[language] if drawn < _ALONE + _MATTERS else by_language[language]
            )
            example = put_in(question, chosen, rng)
            if form == "folded" and rng.random() < 0.8:
                example = Example(without_accents(example.text), example.spans)
            yield example
    for _ in range(300):
        text = rng.choice(_FOLLOW_UPS).format(rng.choice(_TOPICS))
        yield Example(text, ((0, len(text)),))
        text = rng.choice(_TALK)
        yield Example(text, ((0, len(text)),))


def questions_of(name: str) -> list[tuple[str, str]]:
    """The questions of a part, each in its three forms, and the forms."""
    rows = map(json.loads, (_FOLDER / name).read_text("utf-8").splitlines())
    return [
        pair
        for row in rows
        for pair in (
            (row["vi"], "vi"), (without_accents(row["vi"]), "folded"), (row["en"], "en"),
        )
    ]  # fmt: skip


def trained(rows: Sequence[Example], strength: float = 4.0) -> AskingModel:
    """The model fitted to examples by L-BFGS; `strength` is the L2 penalty."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.0, "c2": strength, "max_iterations": 100})
    for row in rows:
        features = [[str(b) for b in buckets] for buckets in features_of(words_of(row.text))]
        if features:
            trainer.append(features, ["10"[not label] for label in row.labels()])
    with TemporaryDirectory() as folder:
        path = f"{folder}/model"
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
    weights = np.zeros(BUCKETS, np.float32)
    for (bucket, label), weight in info.state_features.items():
        weights[int(bucket)] += weight if label == "1" else -weight
    change = [
        info.transitions.get(pair, 0.0) for pair in (("0", "0"), ("0", "1"), ("1", "0"), ("1", "1"))
    ]
    return AskingModel(weights.astype("<f2").tobytes(), tuple(change))


def exactly_left(model: AskingModel, rows: Sequence[Example]) -> tuple[float, float]:
    """The share of examples of which every word is labelled rightly, and of words."""
    whole = words = right = 0
    for row in rows:
        expected, labels = row.labels(), model.labels(words_of(row.text))
        whole += expected == labels
        words += len(labels)
        right += sum(a == b for a, b in zip(expected, labels, strict=True))
    return whole / len(rows), right / words


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains and writes the weights; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--around", type=Path, default=_FOLDER / "around.jsonl")
    parser.add_argument("--matters", type=Path, default=_FOLDER / "around_that_matters.jsonl")
    parser.add_argument("--held", type=Path)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--strength", type=float, default=4.0)
    parser.add_argument("--out", type=Path, default=_WEIGHTS)
    options = parser.parse_args(arguments)
    rng = random.Random(options.seed)
    rows = list(
        examples(
            questions_of("train.jsonl"),
            read_around(options.around),
            read_around(options.matters),
            rng,
        )
    )
    model = trained(rows, options.strength)
    options.out.write_bytes(model.stored())
    sys.stdout.write(
        f"{len(rows)} examples; of them whole, words right: {exactly_left(model, rows[::20])}\n"
    )
    if options.held:
        questions = questions_of("work.jsonl")
        for form in ("vi", "folded", "en"):
            asked = [q for q, f in questions if f == form]
            language = "en" if form == "en" else "vi"
            held = [
                put_in(rng.choice(asked), a, rng)
                for a in read_around(options.held) for _ in range(4) if a.language == language
            ]  # fmt: skip
            if form == "folded":
                held = [Example(without_accents(e.text), e.spans) for e in held]
            alone = [Example(q, ((0, len(q)),)) for q in asked]
            sys.stdout.write(
                f"{form}: held {exactly_left(model, held)}, alone {exactly_left(model, alone)}\n"
            )


if __name__ == "__main__":
    main()
