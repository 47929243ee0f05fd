"""The judge's trees are scikit-learn's, and its probabilities follow what a statement holds."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from assistant.judging.features import NAMES
from assistant.judging.judge import Forest, Judge
from assistant.judging.kinds import KINDS, kind_probabilities
from evals.training.judge import flat_trees


def test_the_frozen_trees_give_what_scikit_learn_gives() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(400, 6)).astype(np.float32)
    rows[rng.random(rows.shape) < 0.2] = np.nan
    right = (np.nan_to_num(rows[:, 0]) + np.nan_to_num(rows[:, 1]) > 0).astype(int)
    model = HistGradientBoostingClassifier(max_iter=20, random_state=0).fit(rows, right)
    forest = Forest(*(flat_trees(model)[part] for part in Forest.PARTS))
    assert np.allclose(forest.log_odds(rows), model.decision_function(rows), atol=1e-4)


def test_the_stored_judge_was_fitted_on_the_present_features() -> None:
    rows = np.full((1, len(NAMES)), np.nan, np.float32)
    assert np.isfinite(Judge()._forest.log_odds(rows)).all()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?", "number"),
        ("nam 2022 co bao nhieu nguoi di xkld", "number"),
        ("How many workers went abroad in 2022?", "number"),
        ("Ai là giám đốc Sở Lao động?", "person"),
        ("Who led the delegation?", "person"),
        ("Hội nghị diễn ra ngày nào?", "date"),
        ("Vì sao số người đi làm việc giảm?", "reason"),
        ("Where was the fair held?", "place"),
    ],
)
def test_the_kind_of_a_question_is_told(question: str, kind: str) -> None:
    """`what`, the kind of all other questions, is beside every kind."""
    chances = dict(zip(KINDS, kind_probabilities(question), strict=True))
    del chances["what"]
    assert max(chances, key=lambda name: chances[name]) == kind
    assert chances[kind] > 0.3
