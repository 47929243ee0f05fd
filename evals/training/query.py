"""Trains the query adapter: LoRA that moves questions towards the passages that answer them.

    python -m evals.training.query --data DIR --news FILE --models DIR --out DIR [--minutes 25]

Only questions go through the trained model; passages keep the vectors of the plain model. The index
therefore stays valid, and an epoch takes a twentieth of the time. Loss: softmax over the batch's
passages and the hard negatives of each question, found with the plain model (InfoNCE, van den Oord
et al., 2018). Questions are used with accents, without, and as bare words like the gloss of an
English question; docs/models.md describes the sets. --loaded adds the questions over news
(`evals.training.news`), a few times each, with the other hits of the search as negatives.
"""

import argparse
import gzip
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from assistant.settings import Settings
from evals.training.examples import read_examples
from evals.training.news import answered
from knowledge.build import open_library
from knowledge.embedding.e5_model import E5Model, sentence_transformer_folder
from knowledge.embedding.encoder import E5Encoder
from knowledge.search.queries import accented_profile
from knowledge.text.spelling import without_accents

_SQUAD_LIKE = (
    "viquad2_valpart.vi", "viquad_visquad_test.vi", "th1nhng0_wiki_reg.vi", "mailong25_train.vi",
    "squad_train_subset.en",
)  # fmt: skip
_RANK = 16
_RATE = 4e-4
_BATCH = 96
_HARD = 6
_TEMPERATURE = 0.02
_WARM_UP = 0.05
_NEWS_TIMES = 3


def pairs_of(folder: Path, news: Path) -> list[tuple[str, str]]:
    """(question, passage that answers it) of every training set, and (title, text) of news."""
    pairs = []
    for name in _SQUAD_LIKE:
        for example in read_examples(folder / f"{name}.jsonl.gz"):
            if example.start >= 0:
                at = max(0, example.start - 350)
                pairs.append((example.question, example.text[at : example.end + 350]))
    with gzip.open(folder / "zalo2019_relevance.vi.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    pairs += [(r["question"], r["text"]) for r in rows if r["label"]]
    with gzip.open(news, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            pairs.append((row["title"], row["text"].replace(row["title"], "").strip()[:450]))
    return [(q, p) for q, p in pairs if len(q) > 8 and len(p) > 20]


def as_asked(question: str, rng: random.Random) -> str:
    """The question in a random form: as it is, without accents, bare words, lower case."""
    chance = rng.random()
    if chance < 0.2:
        return without_accents(question)
    if chance < 0.35:
        return " ".join(accented_profile(question).words) or question
    return question.lower() if chance < 0.45 else question


def hardest(
    questions: npt.NDArray[np.float32], passages: npt.NDArray[np.float32], owners: Sequence[int]
) -> npt.NDArray[np.int64]:
    """(n, 6) passage numbers for each question: near by the plain model, without its answer."""
    negatives = np.zeros((len(questions), _HARD), np.int64)
    for at in range(0, len(questions), 512):
        scores = questions[at : at + 512] @ passages.T
        for row, line in enumerate(scores):
            line[owners[at + row]] = -1
            # The nearest passages may answer too, so ranks 5 to 40 are used.
            best = np.argsort(-line)[5:40]
            negatives[at + row] = np.random.default_rng(at + row).choice(best, _HARD, replace=False)
    return negatives


class _News(NamedTuple):
    """Questions over news; `owners` and `hard` are passage numbers from `first` on."""

    questions: list[str]
    owners: list[int]
    hard: npt.NDArray[np.int64]
    vectors: npt.NDArray[np.float32]


def _news(data: Path, first: int) -> _News:
    library = open_library(Settings(data=data))
    with library.catalogue.reading() as snapshot:
        ids, vectors = snapshot.vectors()
    place = {name: first + i for i, name in enumerate(ids)}
    rng = np.random.default_rng(first)
    questions, owners, hard = [], [], []
    for item in answered(library):
        for form in item.forms:
            questions.append(form)
            owners.append(place[item.passages[0].passage_id])
            others = [place[p.passage_id] for p in item.others]
            hard.append(rng.choice(others, _HARD, replace=len(others) < _HARD))
    return _News(questions, owners, np.asarray(hard, np.int64), np.asarray(vectors, np.float32))


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains and writes the adapter; see the module."""
    import torch
    from peft import LoraConfig, get_peft_model
    from tokenizers import Tokenizer
    from transformers import AutoModel

    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--loaded", type=Path, help="a library that holds the news")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--rate", type=float, default=_RATE)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args(arguments)
    rng = random.Random(options.seed)
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    pairs = pairs_of(options.data, options.news)
    texts = list(dict.fromkeys(p for _, p in pairs))
    place = {p: i for i, p in enumerate(texts)}
    owners = [place[p] for _, p in pairs]
    cache = options.models / "training-passages.npz"
    if cache.exists():
        stored = np.load(cache)
        passages, plain = stored["passages"], stored["questions"]
    else:
        encoder = E5Encoder(E5Model(options.models), options.threads)
        passages = encoder.encode_passages(texts)
        plain = np.stack([encoder.encode_query(q) for q, _ in pairs])
        np.savez(cache, passages=passages, questions=plain)
    _say(f"{len(pairs)} questions, {len(texts)} passages")
    hard = hardest(plain, passages, owners)
    if options.loaded:
        added = _news(options.loaded, len(passages))
        passages = np.concatenate([passages, added.vectors])
        pairs += [(question, "") for question in added.questions] * _NEWS_TIMES
        owners += added.owners * _NEWS_TIMES
        hard = np.concatenate([hard, *[added.hard] * _NEWS_TIMES])
        _say(f"and {len(added.questions)} over news, {_NEWS_TIMES} times")
    backbone = sentence_transformer_folder(options.models)
    tokenizer = Tokenizer.from_file(str(backbone / "tokenizer.json"))
    tokenizer.enable_truncation(64)
    tokenizer.enable_padding(pad_id=1)
    still = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    base = AutoModel.from_pretrained(str(backbone), add_pooling_layer=False, **still)
    config = LoraConfig(
        r=_RANK, lora_alpha=_RANK, target_modules=["query", "key", "value", "dense"]
    )
    model = get_peft_model(base.to(torch.bfloat16), config)
    learnt = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=options.rate, fused=True)
    rows = torch.from_numpy(passages)
    began, step, smooth = time.monotonic(), 0, 0.0
    order: list[int] = []
    while (part := (time.monotonic() - began) / (options.minutes * 60)) < 1:
        if len(order) < _BATCH:
            order = rng.sample(range(len(pairs)), len(pairs))
        batch, order = order[:_BATCH], order[_BATCH:]
        for group in optimizer.param_groups:
            group["lr"] = options.rate * max(
                0.01, min(part / _WARM_UP, (1 - part) / (1 - _WARM_UP))
            )
        texts_in = [f"query: {as_asked(pairs[i][0], rng)}" for i in batch]
        encoded = tokenizer.encode_batch(texts_in)
        ids = torch.tensor([e.ids for e in encoded])
        mask = torch.tensor([e.attention_mask for e in encoded])
        with torch.autocast("cpu", torch.bfloat16):
            hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
        loss = _loss(hidden, mask, rows, [owners[i] for i in batch], hard[batch])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        smooth = loss.item() if step == 0 else 0.98 * smooth + 0.02 * loss.item()
        step += 1
        if step % 50 == 0:
            _say(f"{part:.0%} step {step} loss {smooth:.3f}")
    model.save_pretrained(str(options.out))
    card = {"seed": options.seed, "rank": _RANK, "rate": options.rate, "minutes": options.minutes,
            "steps": step, "batch": _BATCH, "pairs": len(pairs)}  # fmt: skip
    (options.out / "training.json").write_text(json.dumps(card, indent=1), "utf-8")


def _loss(
    hidden: Any, mask: Any, rows: Any, owners: Sequence[int], hard: npt.NDArray[np.int64]
) -> Any:
    """InfoNCE of the mean-pooled questions over the batch's passages and hard negatives."""
    import torch

    weights = mask[..., None].float()
    means = (hidden.float() * weights).sum(1) / weights.sum(1)
    questions = torch.nn.functional.normalize(means, dim=-1)
    candidates = list(dict.fromkeys([*owners, *hard.reshape(-1).tolist()]))
    column = {c: i for i, c in enumerate(candidates)}
    scores = questions @ rows[candidates].T / _TEMPERATURE
    return torch.nn.functional.cross_entropy(scores, torch.tensor([column[o] for o in owners]))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
