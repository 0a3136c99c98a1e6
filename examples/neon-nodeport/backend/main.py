"""The API: todos in PostgreSQL, and a hint about the next one."""

import json
import logging
import os
import signal
import ssl
import sys
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

import pg8000.dbapi

logging.basicConfig(level=os.environ.get("LOG_LEVEL", "info").upper())
TABLE = "CREATE TABLE IF NOT EXISTS todo (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text NOT NULL)"


def connect() -> pg8000.dbapi.Connection:
    url = urlsplit(os.environ["DATABASE_URL"])
    return pg8000.dbapi.connect(
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        host=url.hostname or "localhost",
        port=url.port or 5432,
        database=url.path.lstrip("/"),
        timeout=3,
        ssl_context=ssl.create_default_context() if "sslmode=require" in url.query else None,
    )


def query(statement: str, *values: object) -> list:
    with closing(connect()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall() if cursor.description else []
        connection.commit()
        return rows


def todos() -> list[dict]:
    return [{"id": id, "title": title} for id, title in query("SELECT id, title FROM todo ORDER BY id")]


def add(title: str) -> dict:
    [[id]] = query("INSERT INTO todo (title) VALUES (%s) RETURNING id", title)
    return {"id": id, "title": title}


def hint() -> dict:
    titles = "; ".join(todo["title"] for todo in todos())
    message = {"role": "user", "content": f"Which of these should I do first? {titles}"}
    request = Request(
        "https://api.openai.com/v1/chat/completions",
        json.dumps({"model": "gpt-4o-mini", "messages": [message]}).encode(),
        {"Authorization": f"Bearer {os.environ['OPENAI_API_KEY']}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as answer:
        return {"text": json.load(answer)["choices"][0]["message"]["content"]}


def health() -> dict:
    query("SELECT 1")
    return {"status": "healthy"}


class Handler(BaseHTTPRequestHandler):
    GET = {"/livez": lambda: {"status": "alive"}, "/health": health, "/todos": todos, "/hint": hint}

    def do_GET(self) -> None:
        self.answer(self.GET.get(self.path))

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer((lambda: add(str(json.loads(text)["title"]))) if self.path == "/todos" else None)

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
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    query(TABLE)
    ThreadingHTTPServer(("", 8000), Handler).serve_forever()
