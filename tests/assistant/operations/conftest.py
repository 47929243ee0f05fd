"""One service over the samples, with an office of its own."""

from collections.abc import Iterator

import pytest

from assistant.backoffice.backoffice import open_back_office
from assistant.pipeline import Assistant
from assistant.service import Service
from assistant.settings import Settings


@pytest.fixture
def service(
    assistant: Assistant, sample_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    office = open_back_office(Settings(data=tmp_path_factory.mktemp("office")))
    yield Service(assistant, office, sample_settings)
    office.store.close()
