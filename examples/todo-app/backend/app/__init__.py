"""The back end of the todo application."""
