"""Measures of cost: time, and money where a model charges for it."""

from evals.measures.base import Measure, Value, mean, quantile
from evals.records import Outcome


def _milliseconds(outcome: Outcome) -> Value:
    return outcome.seconds * 1000


def _price(outcome: Outcome) -> Value:
    price = (outcome.answer.get("trace") or {}).get("cost_usd")
    return None if price is None else float(price)


MEASURES = (
    *(Measure(f"latency_p{share}", f"{share} of 100 questions took at most this time",
              _milliseconds, "lower", quantile(share / 100), "ms", is_timing=True)
      for share in (50, 95, 99)),
    Measure("cost_usd", "what the model charged for a question", _price, "lower", mean, "USD",
            is_timing=True),
)  # fmt: skip
