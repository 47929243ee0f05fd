"""Fixtures of the assistant's tests: the assistant with a chat model."""

from collections.abc import Callable

import pytest

from assistant.build import build_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings
from knowledge.embedding.encoder import E5Encoder


@pytest.fixture
def with_model(sample_settings: Settings, encoder: E5Encoder) -> Callable[..., Assistant]:
    """A function that builds the real assistant with the chat model behind an address.

    Its keyword arguments are settings that replace those of the samples.
    """

    def build(address: str, **update: object) -> Assistant:
        update = {"llm": "openai:test", "llm_url": address, "llm_timeout_s": 10, **update}
        return build_assistant(sample_settings.model_copy(update=update), encoder)

    return build
