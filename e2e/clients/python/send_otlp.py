"""Sends the sample trace of the JS tests with OpenTelemetry for Python.

usage: send_otlp.py URL SERVICE
prints {"traceId", "at"}: its id, and its start in Unix milliseconds
"""

import json
import sys
import time

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, SpanContext, SpanKind, Status, StatusCode, set_span_in_context

LINKED = SpanContext(
    trace_id=0x4BF92F3577B34DA6A3CE929D0E0E4736,
    span_id=0x00F067AA0BA902B7,
    is_remote=True,
)


def record(tracer, at):
    def ns(ms):
        return (at + ms) * 1_000_000

    root = tracer.start_span(
        "POST /orders",
        kind=SpanKind.SERVER,
        start_time=ns(0),
        attributes={
            "http.response.status_code": 500,
            "ratio": 0.25,
            "retry": True,
            "items": ["tea", "milk"],
            "note": "grüße €",
        },
    )
    below = set_span_in_context(root)
    tracer.start_span("GET", below, SpanKind.CLIENT, start_time=ns(2)).end(ns(10))
    links = [Link(LINKED, {"why": "retry"})]
    tracer.start_span("place_order", below, links=links, start_time=ns(11)).end(ns(15))
    root.add_event("exception", {"exception.type": "OutOfStock"}, ns(5))
    root.set_status(Status(StatusCode.ERROR, "no stock"))
    root.end(ns(20))
    return root.get_span_context().trace_id


def main(url, service):
    provider = TracerProvider(resource=Resource({"service.name": service, "host.name": "h1"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=url)))
    at = int(time.time() * 1000) - 1000
    trace_id = record(provider.get_tracer("sample", "1.2.3"), at)
    provider.shutdown()
    print(json.dumps({"traceId": f"{trace_id:032x}", "at": at}))


main(*sys.argv[1:])
