"""Sends a trace with Jaeger's client for Python, which speaks compact thrift over UDP.

usage: send_jaeger.py HOST PORT SERVICE
prints {"traceId", "at"}: its id, and its start in Unix milliseconds
"""

import json
import sys
import time

from jaeger_client import Config


def tracer_for(host, port, service):
    agent = {"reporting_host": host, "reporting_port": int(port)}
    config = {
        "sampler": {"type": "const", "param": 1},
        "local_agent": agent,
        "tags": {"zone": "a"},
        "generate_128bit_trace_id": True,
        "logging": False,
    }
    return Config(config=config, service_name=service, validate=True).new_tracer()


def record(tracer, at):
    def seconds(ms):
        return (at + ms) / 1000

    tags = {"span.kind": "server", "http.status_code": 503, "error": True, "cached": False}
    root = tracer.start_span("GET /users/:id", start_time=seconds(0), tags=tags)
    call = tracer.start_span("select", child_of=root, start_time=seconds(250))
    call.log_kv({"event": "retry", "attempt": 2}, timestamp=seconds(500))
    call.finish(seconds(750))
    root.finish(seconds(1000))
    return root.trace_id


def main(host, port, service):
    tracer = tracer_for(host, port, service)
    at = int(time.time()) * 1000 - 2000  # its clock is a float: quarters of a second are exact
    trace_id = record(tracer, at)
    closed = tracer.close()  # sends what is left
    deadline = time.monotonic() + 10
    while not closed.done():
        if time.monotonic() > deadline:
            sys.exit("expected the spans to be sent within 10 s")
        time.sleep(0.01)
    print(json.dumps({"traceId": f"{trace_id:032x}", "at": at}))


main(*sys.argv[1:])
