"""Tells about todos that are due. Runs once a day."""

from database import query


def main() -> None:
    due = query("SELECT owner, title, due FROM todo WHERE due <= current_date ORDER BY owner, due")
    for owner, title, day in due:
        print(f"{owner}: {title!r} is due since {day}")
    print(f"{len(due)} reminders")


if __name__ == "__main__":
    main()
