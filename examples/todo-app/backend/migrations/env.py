"""Runs the migrations under a lock: every new pod of the backend begins with `alembic upgrade head`."""

from alembic import context
from sqlalchemy import create_engine, text

from app import database

# Any number will do, as long as nobody else who uses this database takes it.
MIGRATION_LOCK = 7_366_001

engine = create_engine(database.url().replace("postgresql://", "postgresql+psycopg://", 1))
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        context.run_migrations()
