"""Further passages are read before a question is refused."""

from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.judging.features import Asked
from assistant.judging.judge import Judge, Judged
from assistant.judging.span_reader import Reading
from assistant.pipeline import Assistant
from assistant.statement import Statement
from tests.assistant.drafting.test_from_statements import PointingReader
from tests.conftest import Bench

QUESTION = "Ai làm giám đốc trung tâm dịch vụ việc làm?"
LIKE_IT = "Giám đốc trung tâm dịch vụ việc làm khen thưởng tổ {} của trung tâm dịch vụ việc làm."
ANSWER = "Nông Văn Bảo phụ trách trung tâm."


class CountingReader(PointingReader):
    """Points at given words, and counts the texts of each call."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.read_at_once: list[int] = []

    def read(
        self, question: str, texts: Sequence[str], headers: Sequence[str] = ()
    ) -> list[Reading]:
        self.read_at_once.append(len(texts))
        return super().read(question, texts, headers)


class ReadersJudge(Judge):
    """Sure of what the reader points at, and of nothing else."""

    def judged(self, asked: Asked, statements: Sequence[Statement]) -> list[Judged]:
        judged = [Judged(s, 0.9 if s.margin > 0 else 0.1) for s in statements]
        return sorted(judged, key=lambda j: -j.probability)


def loaded(bench: Bench, bulletin_file: Callable[..., Path]) -> Bench:
    """Nine bulletins that sound more like the question than the one that answers it."""
    texts = [*(LIKE_IT.format(n) for n in range(9)), ANSWER]
    for number, text in enumerate(texts):
        bench.load(bulletin_file(text, name=f"{number}.md", title=f"Bản tin số {number}"))
    return bench


def test_a_statement_beyond_the_first_passages_answers(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    reader = CountingReader("Nông Văn Bảo")
    library = loaded(bench, bulletin_file).library
    answer = Assistant(library, reader=reader, judge=ReadersJudge()).answer(QUESTION)
    assert answer.short == "Nông Văn Bảo"
    assert reader.read_at_once == [8, 2]


def test_nothing_more_is_read_where_the_first_passages_answer(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    reader = CountingReader("tổ 3")
    library = loaded(bench, bulletin_file).library
    answer = Assistant(library, reader=reader, judge=ReadersJudge()).answer(QUESTION)
    assert answer.short == "tổ 3"
    assert reader.read_at_once == [8]
