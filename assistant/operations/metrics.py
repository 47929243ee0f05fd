"""Metrics in the format of Prometheus, at a port of their own that the public cannot reach.

Counters and histograms follow the events of `assistant.events`; what is stored is looked up when
the metrics are read. `docs/operations.md` says what each one means.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from assistant.events import watched_by
from assistant.operations.measures import measures_of
from assistant.service import Service
from knowledge.errors import MissingExtra, StorageError

_SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_REFUSED = {413: "size", 429: "rate", 503: "busy", 507: "storage"}
_RECENT_S = 1.0


class Metrics:
    """All metrics of one service, in a registry of their own."""

    def __init__(self, service: Service) -> None:
        """Registers the metrics.

        Raises:
            MissingExtra: prometheus-client is not installed.
        """
        try:
            from prometheus_client import CollectorRegistry, Counter, Histogram
            from prometheus_client.gc_collector import GCCollector
            from prometheus_client.platform_collector import PlatformCollector
            from prometheus_client.process_collector import ProcessCollector
        except ImportError as exc:
            raise MissingExtra(
                "metrics need the extra `metrics`: pip install 'bantin[metrics]'; or leave "
                "BANTIN_METRICS_ADDRESS out"
            ) from exc
        self.registry = CollectorRegistry()
        self._service = service
        self._stored: tuple[float, list[Any]] = (0.0, [])

        def counter(name: str, meaning: str, *labels: str) -> Counter:
            return Counter(f"bantin_{name}", meaning, labels, registry=self.registry)

        def histogram(name: str, meaning: str, *labels: str) -> Histogram:
            return Histogram(
                f"bantin_{name}", meaning, labels, registry=self.registry, buckets=_SECONDS
            )

        self._questions = counter("questions", "Questions answered or refused.", "channel",
                                  "status", "language")  # fmt: skip
        self._answering = histogram("answer_seconds", "Time of one question.", "channel")
        self._steps = histogram("step_seconds", "Time of one step of a question.", "step")
        self._requests = counter("requests", "HTTP requests.", "kind", "status")
        self._refused = counter("requests_refused", "Requests that were not taken.", "reason")
        self._sign_ins = counter("sign_in_failures", "Sign-ins that were refused.")
        self._models = counter("model_errors", "Failures of the chat model.", "kind")
        self._loaded = counter("bulletins_loaded", "Bulletins loaded at the desk.", "result")
        self._unkept = counter("journal_failures", "Answers that the journal could not keep.")
        self.registry.register(self)
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)

    def count(self, event: str, fields: Mapping[str, Any]) -> None:
        """Counts one event."""
        match event:
            case "question":
                self._questions.labels(
                    fields["channel"], fields["status"], fields["language"]
                ).inc()
                self._answering.labels(fields["channel"]).observe(fields["seconds"])
                for step, seconds in fields["steps"].items():
                    self._steps.labels(step).observe(seconds)
            case "request":
                status = fields["status"]
                self._requests.labels(fields["kind"], status).inc()
                if fields["kind"] != "health" and status in _REFUSED:
                    self._refused.labels(_REFUSED[status]).inc()
                if fields["kind"] == "sign-in" and status in (403, 429):
                    self._sign_ins.inc()
            case "model_error":
                self._models.labels(fields["kind"]).inc()
            case "loading":
                for result, number in fields["counts"].items():
                    self._loaded.labels(result).inc(number)
            case "journal_failure":
                self._unkept.inc()

    def collect(self) -> Iterable[Any]:
        """The gauges of what is stored and in progress now; read at most once a second."""
        from prometheus_client.core import GaugeMetricFamily

        at, families = self._stored
        if time.monotonic() - at > _RECENT_S or not families:
            families = []
            for measure in measures_of(self._service):
                family = GaugeMetricFamily(
                    f"bantin_{measure.name}", measure.meaning, labels=measure.labels or None
                )
                for labels, value in measure.values:
                    family.add_metric(labels, value)
                families.append(family)
            self._stored = time.monotonic(), families
        yield from families

    def describe(self) -> Iterable[Any]:
        """Nothing: the library is not read when the metrics are registered."""
        return ()


@contextmanager
def metrics_at(address: str, service: Service) -> Iterator[int]:
    """Serves the metrics of a service at `HOST:PORT` until the block ends; the port.

    Raises:
        MissingExtra: prometheus-client is not installed.
        StorageError: the address is in use.
    """
    metrics = Metrics(service)
    from prometheus_client import start_http_server

    host, _, port = address.rpartition(":")
    try:
        server, thread = start_http_server(int(port), host.strip("[]"), metrics.registry)
    except OSError as exc:
        raise StorageError(f"metrics cannot be served at {address} ({exc}); set another") from exc
    try:
        with watched_by(metrics.count):
            yield int(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
