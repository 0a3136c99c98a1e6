"""The API: the todos of whoever asks, and a hint about the next one."""

import json
import logging
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import Request, urlopen

import tokens
from database import TABLE, query

logging.basicConfig(level="INFO")
ORIGINS = os.environ.get("CORS_ORIGINS", "").split(",")


def ready() -> dict:
    query("SELECT 1")
    return {"status": "ready"}


def todos(owner: str) -> list[dict]:
    rows = query("SELECT id, title FROM todo WHERE owner = ? ORDER BY id", owner)
    return [{"id": id, "title": title} for id, title in rows]


def add(owner: str, title: str) -> dict:
    [[id]] = query("INSERT INTO todo (owner, title) VALUES (?, ?) RETURNING id", owner, title)
    return {"id": id, "title": title}


def hint(owner: str) -> dict:
    key = os.environ.get("ANTHROPIC_API_KEY")
    if not key:
        return {"text": "There is no key for hints."}
    titles = "; ".join(todo["title"] for todo in todos(owner))
    question = {"role": "user", "content": f"Which of these should I do first? {titles}"}
    request = Request(
        "https://api.anthropic.com/v1/messages",
        json.dumps({"model": os.environ["ANTHROPIC_MODEL"], "max_tokens": 200, "messages": [question]}).encode(),
        {"x-api-key": key, "anthropic-version": "2023-06-01", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as answer:
        return {"text": json.load(answer)["content"][0]["text"]}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.answer(self.read)

    def do_POST(self) -> None:
        self.answer(self.write)

    def do_OPTIONS(self) -> None:
        self.answer(lambda: (200, {}))

    def read(self) -> tuple[int, object]:
        if self.path == "/livez":
            return 200, {"status": "alive"}
        if self.path == "/readyz":
            return 200, ready()
        owner = tokens.owner(self.headers.get("Authorization", ""))
        if self.path not in ("/todos", "/hint"):
            return 404, {"error": "there is no such path"}
        if not owner:
            return 401, {"error": "the token is not valid"}
        return 200, todos(owner) if self.path == "/todos" else hint(owner)

    def write(self) -> tuple[int, object]:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/guests":
            return 201, {"token": tokens.guest()}
        owner = tokens.owner(self.headers.get("Authorization", ""))
        if self.path == "/todos":
            return (201, add(owner, str(json.loads(body)["title"]))) if owner else (401, {"error": "the token is not valid"})
        return 404, {"error": "there is no such path"}

    def answer(self, work) -> None:
        try:
            status, content = work()
        except Exception:
            logging.exception("%s %s", self.command, self.path)
            status, content = 503, {"error": "try again later"}
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if self.headers.get("Origin") in ORIGINS:
            self.send_header("Access-Control-Allow-Origin", self.headers["Origin"])
            self.send_header("Access-Control-Allow-Headers", "Authorization, Content-Type")
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    query(TABLE)
    ThreadingHTTPServer(("", 8000), Handler).serve_forever()
