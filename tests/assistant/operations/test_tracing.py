"""Spans of requests and steps; no words of questions are in them."""

import pytest

from assistant.events import request_id
from assistant.operations.tracing import traces_to
from assistant.service import Service

memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter")
_QUESTION = "Năm 2022 Bắc Kạn có bao nhiêu người đi xuất khẩu lao động?"


def test_each_step_of_a_question_is_a_span(service: Service) -> None:
    """With the id of the request, and nothing else."""
    exporter = memory.InMemorySpanExporter()
    token = request_id.set("request-1")
    with traces_to("http://127.0.0.1:4317", exporter):
        answer = service.ask(_QUESTION, None, (), "api")
    request_id.reset(token)
    spans = exporter.get_finished_spans()
    assert {span.name for span in spans} >= set(answer.trace.seconds)
    assert {tuple(span.attributes.items()) for span in spans} == {
        (("bantin.request_id", "request-1"),)
    }
    assert not any(span.events for span in spans)


def test_without_the_setting_nothing_is_traced(service: Service) -> None:
    """Neither after tracing has ended."""
    exporter = memory.InMemorySpanExporter()
    with traces_to("http://127.0.0.1:4317", exporter):
        pass
    service.ask(_QUESTION, None, (), "api")
    assert exporter.get_finished_spans() == ()
