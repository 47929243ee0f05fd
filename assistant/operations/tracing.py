"""Spans of OpenTelemetry for requests and the steps of questions, sent to the office's collector.

Off unless `BANTIN_TRACE_URL` names a collector. A span has the name of its step and its time; no
word of a question or an answer.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from assistant.events import request_id, traced_by
from knowledge.errors import MissingExtra


@contextmanager
def traces_to(url: str, exporter: object | None = None) -> Iterator[None]:
    """Sends the spans of this process to a collector (OTLP over gRPC) until the block ends.

    A collector that cannot be reached delays no question: spans are sent in the background and
    dropped where it stays away. `exporter` replaces the one to `url`.

    Raises:
        MissingExtra: the SDK of OpenTelemetry is not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
    except ImportError as exc:
        raise MissingExtra(
            "traces need the extra `tracing`: pip install 'bantin[tracing]'; or leave "
            "BANTIN_TRACE_URL out"
        ) from exc
    # A provider of our own, not the global one: Chroma's spans and others stay inside.
    provider = TracerProvider(resource=Resource({"service.name": "bantin"}))
    sender = exporter if isinstance(exporter, SpanExporter) else OTLPSpanExporter(endpoint=url)
    provider.add_span_processor(BatchSpanProcessor(sender))
    tracer = provider.get_tracer("bantin")

    def open_span(name: str) -> AbstractContextManager[object]:
        # The message of an error may have words of a question: a span has its class alone.
        return tracer.start_as_current_span(
            name, attributes={"bantin.request_id": request_id.get()}, record_exception=False,
            set_status_on_exception=False,
        )  # fmt: skip

    try:
        with traced_by(open_span):
            yield
    finally:
        provider.shutdown()
