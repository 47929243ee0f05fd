"""The passages that the txtai peer stores."""

from evals.bench.peers.txtai_app import paragraphs


def test_passages_are_parts_of_the_text_and_never_too_long() -> None:
    """Lines stay together up to the least length; a long line is cut between sentences."""
    text = "\n".join(["Tin ngắn.", "Một câu dài. " * 200, "Hết."])
    passages = list(paragraphs(text))
    assert [p for p in passages if p not in text or len(p) > 1000] == []
    assert "".join(" ".join(passages).split()) == "".join(text.split())
    assert passages[0].startswith("Tin ngắn.\nMột câu dài.")
