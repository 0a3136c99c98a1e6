"""The API: the todos of whoever asks, and a chat about them."""

import json
import logging
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import Request, urlopen

import tokens
from database import query

JSON = '{"time": "%(asctime)s", "level": "%(levelname)s", "message": "%(message)s"}'
logging.basicConfig(level=os.environ["LOG_LEVEL"], format=JSON if os.environ["LOG_FORMAT"] == "json" else None)
ORIGINS = os.environ.get("CORS_ORIGINS", "").split(",")


def ready() -> dict:
    query("SELECT 1")
    return {"status": "ready"}


def todos(owner: str) -> list[dict]:
    rows = query("SELECT id, title FROM todo WHERE owner = %s ORDER BY id", owner)
    return [{"id": id, "title": title} for id, title in rows]


def add(owner: str, title: str) -> dict:
    [[id]] = query("INSERT INTO todo (owner, title) VALUES (%s, %s) RETURNING id", owner, title)
    return {"id": id, "title": title}


def chat(owner: str, text: str) -> dict:
    key = os.environ.get("OPENAI_API_KEY")
    if not key or os.environ["FEATURE_AI_CHATBOT"] != "true":
        return {"text": "The chat is switched off."}
    titles = "; ".join(todo["title"] for todo in todos(owner))
    messages = [
        {"role": "system", "content": f"You help with these todos: {titles}"},
        {"role": "user", "content": text},
    ]
    request = Request(
        "https://api.openai.com/v1/chat/completions",
        json.dumps({"model": "gpt-4o-mini", "messages": messages}).encode(),
        {"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as answer:
        return {"text": json.load(answer)["choices"][0]["message"]["content"]}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.answer(self.read)

    def do_POST(self) -> None:
        self.answer(self.write)

    def do_OPTIONS(self) -> None:
        self.answer(lambda: (200, {}))

    def read(self) -> tuple[int, object]:
        self.path = self.path.removeprefix("/api")        # an ingress passes its path on as it is
        if self.path == "/livez":
            return 200, {"status": "alive"}
        if self.path == "/readyz":
            return 200, ready()
        owner = tokens.owner(self.headers.get("Authorization", ""))
        if self.path == "/todos":
            return (200, todos(owner)) if owner else (401, {"error": "the token is not valid"})
        return 404, {"error": "there is no such path"}

    def write(self) -> tuple[int, object]:
        self.path = self.path.removeprefix("/api")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/guests":
            return 201, {"token": tokens.guest()}
        owner = tokens.owner(self.headers.get("Authorization", ""))
        if self.path not in ("/todos", "/chat"):
            return 404, {"error": "there is no such path"}
        if not owner:
            return 401, {"error": "the token is not valid"}
        content = json.loads(body)
        return 201, add(owner, str(content["title"])) if self.path == "/todos" else chat(owner, str(content["text"]))

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
    ThreadingHTTPServer(("", 8000), Handler).serve_forever()
