"""Connections to PostgreSQL, as DATABASE_URL says."""

import os

import psycopg
from psycopg.rows import dict_row


def url() -> str:
    return os.environ["DATABASE_URL"]


def connect() -> psycopg.Connection:
    """A connection whose `with` block is one transaction and closes it."""
    return psycopg.connect(url(), row_factory=dict_row, connect_timeout=3)
