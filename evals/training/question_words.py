"""Counts in how many questions each word stands -> `assistant/evidence/question_words.tsv`.

    python -m evals.training.question_words

Counted in the train and work parts over real texts, in Vietnamese and in English: words of asking
and telling are in many of them, names of things in few. The first row has the numbers of questions.
"""

from collections import Counter
from pathlib import Path

from evals.training.questions import read_rows
from knowledge.text.spelling import plain, words

COUNTS = Path(__file__).parents[2] / "assistant" / "evidence" / "question_words.tsv"
# Words of fewer questions are as good as unknown.
_LEAST = 4


def main() -> None:
    """Writes a row for each language and word: `vi`, the word, the number of questions."""
    rows = [row for part in ("train", "work") for row in read_rows(part)]
    lines = []
    for language in ("vi", "en"):
        questions = [row[language] for row in rows if row.get(language)]
        counts = Counter(w for text in questions for w in set(words(plain(text))))
        lines.append(f"{language}\t\t{len(questions)}")
        lines += [
            f"{language}\t{word}\t{count}"
            for word, count in sorted(counts.items())
            if count >= _LEAST and not any(map(str.isdigit, word))
        ]
    COUNTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
