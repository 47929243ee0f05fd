"""Topics of the citizens' pages: each groups indicators of the vocabulary; titles are texts."""

from collections.abc import Mapping

from assistant.records import Language
from prompts.catalogue import catalogue

# In the order of the page. An indicator that no topic names belongs to `other`.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "work": (
        "labour_abroad", "jobs", "new_jobs", "job_counselling", "job_sessions", "occupation_change",
        "unemployment_rate",
    ),
    "poverty": (
        "poverty_rate", "poor_households", "near_poor_households", "near_poor_rate",
        "poverty_rate_poor_districts", "housing_support", "poverty_funds",
    ),
    "training": ("vocational_training", "rural_training", "trained_labour_rate", "rural_classes"),
    "insurance": (
        "social_insurance", "compulsory_social_insurance", "voluntary_insurance", "health_insurance",
        "unemployment_insurance", "unemployment_benefit", "child_health_insurance",
    ),
    "care": ("gratitude_fund", "child_fund", "child_friendly_communes"),
    "rehabilitation": (
        "rehabilitation", "compulsory_rehabilitation", "voluntary_rehabilitation",
        "community_rehabilitation",
    ),
}  # fmt: skip
OTHER = "other"


def topic_of(indicator: str | None) -> str:
    """The topic of an indicator; `other` where none has it."""
    return next((topic for topic, ids in TOPICS.items() if indicator in ids), OTHER)


def topic_title(topic: str, language: Language) -> str:
    """The title of a topic for readers."""
    return catalogue(language).say(f"topics.{topic}")
