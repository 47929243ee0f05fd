"""The whole page docs/ahead.md: what is compared and how, the tables, and where bantin is behind."""

from collections.abc import Mapping, Sequence
from datetime import date
from string import Template
from typing import Any

from evals.bench.peers.environments import PEERS
from evals.bench.peers.lines import CHAINS, Line
from evals.bench.peers.report import markdown
from evals.bench.peers.systems import OURS

_PAGE = Template(
    """# bantin beside other systems

Written by `python -m evals.bench.peers.run` (`make bench`) on $day. $bulletins bulletins ($samples of them the samples,
the others real news drawn by seed $seed), $asked questions over the news and $cases cases of the bundled suites. $cores
cores, no GPU, load average $load at the end ($loads). Every system had the same bulletins, the same model
(multilingual-e5-small; bantin runs its int8 form, the peers the float32 one), a process of its own, and got the same
questions in alternating order. $together

![Bars of some of the lines](ahead.svg)

| system | version | how it is set up |
|---|---|---|
| bantin | this checkout | its defaults |
$systems

All peers get the prompts `query: ` and `passage: ` that the model's card asks for, and title, day and place of a bulletin on top of
its text. Memory of haiku.rag includes the server of its model, without which it cannot run.

$tables
## What the lines mean

- *Retrieval*: the right bulletin is the one that the question was written from. Rank counts passages, whose lengths differ:
  $lengths characters in the middle. Longer passages hold more answers and more other numbers.
- *The first passages as the answer* needs no generator. *Figure in the first*: the expected value with its unit. *Other numbers
  beside it*: how many a reader must tell apart. *Refused*: of a peer, the share of questions under the best bar of its score, chosen
  with the right answers known, that still keeps 90 % of the answerable ones; more than its user can do, since none has such a bar
  by default (they refuse nothing). Of bantin, what it really refuses. *Quotes*: letter for letter a part of the bulletin.
$chains

*Level* is a difference that chance explains at 5 %: of shares by McNemar's exact test over the same cases, of other means over cases
by a paired bootstrap; of times and sizes it is within 5 %.

## Where bantin is not ahead

$behind

"""
)
# What is said of the peers' own chains, where they were asked and where not.
_ASKED = """- *Answers of each system's own chain*: the peers with their documented prompt and SmolLM2-135M, the only model that the package
  index has for offline use on a small machine. **It is far too small for Vietnamese**: a large hosted model would answer much better,
  at the price of a server or a key; *figure in the first 4* is the most that a perfect one could say from four passages. bantin
  answers without any model of language. An answer is exact if its whole text has the figure and no number
  that the case does not expect."""
_NOT_ASKED = """- *The peers' own chains* were not asked in this run (`--answers 0`). The only model that the package index has for offline use on a
  small machine is SmolLM2-135M, which is far too small for Vietnamese; *figure in the first 4* is the most that a perfect one could
  say from four passages. bantin answers without any model of language."""
_NOTES = {
    "langchain": "RecursiveCharacterTextSplitter 1000/200, HuggingFaceEmbeddings, Chroma (cosine), 4 passages",
    "haiku": "LanceDB, hybrid search, its hybrid chunker of 256 tokens; the model behind an OpenAI-compatible server; "
    "paragraphs given as Docling documents, since Docling's own models are not installed",
    "txtai": "hybrid index with content, paragraphs joined to 500-1,000 characters, RAG with 3 passages",
    "llamaindex": "VectorStoreIndex on disk, SentenceSplitter 512/50 tokens, the default query engine",
}
# Only what follows from how the systems are built; other causes are for the reader to find.
_REASONS = {
    "disk": "bantin keeps every revision, figures, two lexical indexes and the vectors twice (catalogue and Chroma).",
    "refused": "the peer's value is that of a bar chosen with the right answers known, at 10 % of lost answers.",
}  # fmt: skip


def page(lines: Sequence[Line], titles: Mapping[str, str], results: Mapping[str, Any]) -> str:
    """The Markdown of docs/ahead.md."""
    names = [name for name in titles if name in PEERS]
    systems = "\n".join(
        f"| {titles[n]} | {_versions(results['versions'][n])} | {_NOTES[n]} |" for n in names
    )
    lengths = ", ".join(f"{titles[n]} {results['lengths'][n]:.0f}" for n in titles)
    loads = ", ".join(f"{titles[n]} {results['loading'][n]['load_average']:.0f}" for n in titles)
    together = (
        "All were loaded at the same time: the seconds of loading then say little, the time of the "
        "processor does." if results["together"] else "They were loaded one after the other."
    )  # fmt: skip
    return _PAGE.substitute(
        day=date.today().isoformat(), bulletins=results["bulletins"], samples=results["samples"],
        seed=results["seed"], asked=results["asked"], cases=results["cases"],
        cores=results["cores"], load=f"{results['load_average'][0]:.0f}",
        loads=f"while loading: {loads}", together=together, systems=systems, lengths=lengths,
        tables=markdown(lines, titles), behind=behind(lines, titles),
        chains=_ASKED if any(line.group == CHAINS for line in lines) else _NOT_ASKED,
    )  # fmt: skip


def behind(lines: Sequence[Line], titles: Mapping[str, str]) -> str:
    """The lines in which a peer is better, and those whose difference chance explains."""
    points = [_point(line, titles) for line in lines if line.verdict == "behind"]
    close = [_point(line, titles) for line in lines if line.verdict == "level" and line.is_lower]
    ahead, level = (sum(line.verdict == kind for line in lines) for kind in ("ahead", "level"))
    counted = f"Of {ahead + level + len(points)} lines bantin is ahead in {ahead}, level in {level}"
    parts = [f"{counted}, behind in {len(points)}.", "", *points]
    if close:
        parts += ["", "Level, but the number of a peer is better:", "", *close]
    return "\n".join(parts).strip()


def _point(line: Line, titles: Mapping[str, str]) -> str:
    assert line.best_peer is not None
    ours, theirs = (f"{line.known[n]:,.{line.decimals}f}" for n in (OURS, line.best_peer))
    reason = next((why for part, why in _REASONS.items() if part in line.title), "")
    return f"- *{line.title}*: {ours}, {titles[line.best_peer]} {theirs}. {reason}".rstrip()


def _versions(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())
