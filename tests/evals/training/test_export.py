"""Export of trained folders to the adapter file, and the calibration curve."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from evals.training.export import adapter_arrays, averaged, fitted_curve
from knowledge.embedding.adapters import read_changes, read_extra


def test_the_change_is_the_scaled_product(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(4, 6)).astype("f4"), rng.normal(size=(8, 4)).astype("f4")
    name = "base_model.model.encoder.layer.3.attention.output.dense.lora_{}.weight"
    save_file({name.format("A"): a, name.format("B"): b}, tmp_path / "adapter_model.safetensors")
    save_file({"weight": np.ones((2, 6), "f4")}, tmp_path / "head.safetensors")
    (tmp_path / "adapter_config.json").write_text(json.dumps({"lora_alpha": 8, "r": 4}))
    file = tmp_path / "x.npz"
    np.savez(file, **adapter_arrays(tmp_path))
    changes = read_changes(file)
    assert list(changes) == ["l3.ao"]
    assert changes["l3.ao"] == pytest.approx(2 * b @ a, rel=0.01, abs=0.02)
    assert list(read_extra(file)) == ["weight"]


def test_a_matrix_of_another_model_is_an_error(tmp_path: Path) -> None:
    save_file(
        {"decoder.x.lora_A.weight": np.ones((2, 2), "f4")}, tmp_path / "adapter_model.safetensors"
    )
    (tmp_path / "adapter_config.json").write_text(json.dumps({"lora_alpha": 8, "r": 4}))
    with pytest.raises(ValueError, match="decoder"):
        adapter_arrays(tmp_path)


def test_the_curve_recovers_the_one_behind_the_data() -> None:
    rng = np.random.default_rng(5)
    margins = rng.normal(0, 4, 20_000)
    right = rng.random(20_000) < 1 / (1 + np.exp(-(0.7 * margins - 0.4)))
    assert fitted_curve(margins.tolist(), right.tolist()) == pytest.approx((0.7, -0.4), abs=0.06)


def test_the_mean_of_two_adapters_is_the_mean_of_their_changes(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    one, other = (
        {
            "l0.q.a": rng.normal(size=(2, 6)),
            "l0.q.b": rng.normal(size=(5, 2)),
            "bias": np.full(3, x),
        }
        for x in (1.0, 3.0)
    )
    np.savez(tmp_path / "other.npz", **other, calibration=np.ones(2, "f4"))
    mean = averaged(one, tmp_path / "other.npz", 0.75, 4)
    change = 0.75 * one["l0.q.b"] @ one["l0.q.a"] + 0.25 * other["l0.q.b"] @ other["l0.q.a"]
    assert mean["l0.q.b"] @ mean["l0.q.a"] == pytest.approx(change, abs=0.01)
    assert mean["l0.q.a"].shape == (4, 6)
    assert mean["bias"].tolist() == [1.5, 1.5, 1.5]


def test_the_mean_keeps_the_largest_part_of_the_changes(tmp_path: Path) -> None:
    large, small = np.diag([9.0, 0, 0]), np.diag([0, 1.0, 0])
    np.savez(tmp_path / "other.npz", **{"l0.q.a": small[1:2], "l0.q.b": small[:, 1:2]})
    mean = averaged({"l0.q.a": large[:1], "l0.q.b": large[:, :1]}, tmp_path / "other.npz")
    assert mean["l0.q.b"] @ mean["l0.q.a"] == pytest.approx(large @ large / 2, rel=0.01)


def test_the_curve_takes_several_features() -> None:
    rng = np.random.default_rng(6)
    features = rng.normal(0, 2, (30_000, 2))
    right = rng.random(30_000) < 1 / (1 + np.exp(-(features @ [0.5, -0.3] + 0.2)))
    assert fitted_curve(features, right.tolist()) == pytest.approx((0.5, -0.3, 0.2), abs=0.06)


def test_a_folder_of_the_reader_is_not_changed(tmp_path: Path) -> None:
    np.savez(tmp_path / "adapter.npz", weight=np.ones((3, 4), "f4"))
    assert adapter_arrays(tmp_path)["weight"].shape == (3, 4)
