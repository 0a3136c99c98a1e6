"""Finds a topic for every new todo with Cohere, where there is a key for it."""

import json
import os
import signal
import sys
import time
from urllib.request import Request, urlopen

from database import query

KEY = os.environ.get("COHERE_API_KEY")


def topic(title: str) -> str:
    message = {"role": "user", "content": f"Name the topic of this todo in one word: {title}"}
    request = Request(
        "https://api.cohere.com/v2/chat",
        json.dumps({"model": "command-r7b-12-2024", "messages": [message]}).encode(),
        {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)["message"]["content"][0]["text"].strip()


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    while True:
        if KEY:
            for id, title in query("SELECT id, title FROM todo WHERE topic IS NULL ORDER BY id LIMIT 20"):
                query("UPDATE todo SET topic = %s WHERE id = %s", topic(title), id)
        time.sleep(30)


if __name__ == "__main__":
    main()
