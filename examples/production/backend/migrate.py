"""Brings the tables up to date, one process at a time; what is done already is left alone. Runs before the API starts."""

from contextlib import closing

from database import connect

VERSIONS = [
    """CREATE TABLE todo (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner text NOT NULL, title text NOT NULL)""",
    """ALTER TABLE todo ADD COLUMN due date""",
]


def main() -> None:
    with closing(connect()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(4711)")
        cursor.execute("CREATE TABLE IF NOT EXISTS version (number integer NOT NULL)")
        cursor.execute("SELECT coalesce(max(number), 0) FROM version")
        [done] = cursor.fetchone()
        for number, statement in enumerate(VERSIONS[done:], done + 1):
            cursor.execute(statement)
            cursor.execute("INSERT INTO version VALUES (%s)", [number])
        connection.commit()
    print(f"the tables are at version {len(VERSIONS)}")


if __name__ == "__main__":
    main()
