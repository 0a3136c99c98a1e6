"""The API: todos, with the topics that the worker finds for them."""

import json
import logging
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from database import TABLE, query

logging.basicConfig(level="INFO")
ORIGINS = os.environ.get("BACKEND_CORS_ORIGINS", "").split(",")


def ready() -> dict:
    query("SELECT 1")
    return {"status": "ready"}


def todos() -> list[dict]:
    rows = query("SELECT id, title, topic FROM todo ORDER BY id")
    return [{"id": id, "title": title, "topic": topic} for id, title, topic in rows]


def add(title: str) -> dict:
    [[id]] = query("INSERT INTO todo (title) VALUES (%s) RETURNING id", title)
    return {"id": id, "title": title}


class Handler(BaseHTTPRequestHandler):
    GET = {"/livez": lambda: {"status": "alive"}, "/readyz": ready, "/todos": todos}

    def do_GET(self) -> None:
        self.answer(self.GET.get(self.path))

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer((lambda: add(str(json.loads(text)["title"]))) if self.path == "/todos" else None)

    def do_OPTIONS(self) -> None:
        self.answer(dict)

    def answer(self, work) -> None:
        try:
            status, content = (200, work()) if work else (404, {"error": "there is no such path"})
        except Exception:
            logging.exception("%s %s", self.command, self.path)
            status, content = 503, {"error": "try again later"}
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if self.headers.get("Origin") in ORIGINS:
            self.send_header("Access-Control-Allow-Origin", self.headers["Origin"])
            self.send_header("Access-Control-Allow-Headers", "Content-Type")
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    query(TABLE)
    ThreadingHTTPServer(("", 8000), Handler).serve_forever()
