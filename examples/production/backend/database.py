"""PostgreSQL, as DATABASE_URL says."""

import os
from contextlib import closing
from urllib.parse import unquote, urlsplit

import pg8000.dbapi


def connect() -> pg8000.dbapi.Connection:
    url = urlsplit(os.environ["DATABASE_URL"])
    return pg8000.dbapi.connect(
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        host=url.hostname or "localhost",
        port=url.port or 5432,
        database=url.path.lstrip("/"),
        timeout=3,
    )


def query(statement: str, *values: object) -> list:
    with closing(connect()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall() if cursor.description else []
        connection.commit()
        return rows
