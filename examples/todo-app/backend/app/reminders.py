"""Tells about todos that are due. Run once a day: `python -m app.reminders`."""

from app import database


def main() -> None:
    with database.connect() as connection:
        due = connection.execute(
            "SELECT owner, title, due FROM todo WHERE NOT done AND due <= current_date ORDER BY owner, due"
        ).fetchall()
    for todo in due:
        print(f"{todo['owner']}: {todo['title']!r} is due since {todo['due']}")
    print(f"{len(due)} reminders")


if __name__ == "__main__":
    main()
