"""SQLite in the file that DATABASE_URL names."""

import os
import sqlite3
from contextlib import closing

FILE = os.environ["DATABASE_URL"].removeprefix("sqlite:///")
TABLE = "CREATE TABLE IF NOT EXISTS todo (id integer PRIMARY KEY, owner text NOT NULL, title text NOT NULL)"


def query(statement: str, *values: object) -> list:
    with closing(sqlite3.connect(FILE, timeout=3)) as connection, connection:
        return connection.execute(statement, values).fetchall()
