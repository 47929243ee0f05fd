"""Trained values in 32 bits of a model that computes in 16."""

from typing import Any

import pytest

from evals.training.masters import Masters

torch = pytest.importorskip("torch")


@pytest.fixture
def parts() -> tuple[Any, Any]:
    """A model with a frozen bias, and a head."""
    torch.manual_seed(1)
    model, head = torch.nn.Linear(4, 4), torch.nn.Linear(4, 3)
    model.bias.requires_grad_(False)
    return model, head


def _loss(model: Any, head: Any) -> Any:
    return head(model(torch.ones(2, 4, dtype=model.weight.dtype)).float()).sum()


def test_the_model_computes_in_16_bits_and_the_head_in_32(parts: tuple[Any, Any]) -> None:
    model, head = parts
    masters = Masters(model, head)
    assert (model.weight.dtype, head.weight.dtype) == (torch.bfloat16, torch.float32)
    assert [value.dtype for value in masters.values] == [torch.float32] * 3


def test_steps_too_small_for_16_bits_are_kept(parts: tuple[Any, Any]) -> None:
    """Four steps of 1e-5 at 1.0: each is lost in bfloat16, together they are in the result."""
    model, head = parts
    torch.nn.init.ones_(model.weight)
    masters = Masters(model, head)
    for _ in range(4):
        with torch.no_grad():
            masters.values[0].add_(1e-5)
        masters.give_values()
    assert torch.all(model.weight == 1)
    masters.restore()
    assert model.weight.dtype == torch.float32
    assert torch.allclose(model.weight, torch.full((4, 4), 1.00004), rtol=0, atol=1e-6)


def test_gradients_move_to_the_values(parts: tuple[Any, Any]) -> None:
    """The optimizer sees them in 32 bits; the model keeps none."""
    model, head = parts
    masters = Masters(model, head)
    _loss(model, head).backward()
    masters.take_gradients()
    assert all(value.grad.dtype == torch.float32 for value in masters.values)
    assert model.weight.grad is None
    assert head.weight.grad is None


def test_what_is_not_trained_comes_back_unrounded(parts: tuple[Any, Any]) -> None:
    model, head = parts
    bias = model.bias.detach().clone()
    assert not torch.equal(bias.bfloat16().float(), bias)
    Masters(model, head).restore()
    assert torch.equal(model.bias, bias)
