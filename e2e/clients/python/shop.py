"""GET /shop asks another server and answers with its status and the trace that it names.

usage: opentelemetry-instrument python shop.py URL KEY
"""

import sys
from urllib.request import Request, urlopen

from flask import Flask
from werkzeug.serving import make_server

URL, KEY = sys.argv[1:]
app = Flask(__name__)


@app.get("/shop")
def shop():
    with urlopen(Request(URL, headers={"authorization": f"Bearer {KEY}"})) as answer:
        return "", answer.status, {"traceresponse": answer.headers.get("traceresponse", "")}


server = make_server("127.0.0.1", 0, app)
print(f"http://127.0.0.1:{server.server_port}/shop", flush=True)
server.serve_forever()
