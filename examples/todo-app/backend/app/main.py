"""The API: todos of a signed-in user, and a chat about them."""

import logging
import os
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import httpx
import jwt
import psycopg
from fastapi import APIRouter, Depends, FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from app import database

logging.basicConfig(level=os.environ.get("LOG_LEVEL", "info").upper())
JWT_SECRET = os.environ["JWT_SECRET"]

app = FastAPI(title="todo-app")
app.add_middleware(
    CORSMiddleware,
    allow_origins=os.environ.get("CORS_ORIGINS", "").split(","),
    allow_methods=["*"],
    allow_headers=["*"],
)
routes = APIRouter()


class Todo(BaseModel):
    title: str
    due: date | None = None


class Message(BaseModel):
    text: str


def user(token: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> str:
    try:
        return jwt.decode(token.credentials, JWT_SECRET, algorithms=["HS256"], options={"require": ["sub", "exp"]})["sub"]
    except jwt.InvalidTokenError as error:
        raise HTTPException(401, "the token is not valid") from error


User = Annotated[str, Depends(user)]


@app.get("/livez")
def livez() -> dict:
    return {"status": "alive"}


@app.get("/readyz")
def readyz() -> dict:
    try:
        with database.connect() as connection:
            connection.execute("SELECT 1")
    except psycopg.Error as error:
        raise HTTPException(503, "the database does not answer") from error
    return {"status": "ready"}


@routes.post("/guests")
def sign_in_as_guest() -> dict:
    claims = {"sub": os.urandom(8).hex(), "exp": datetime.now(UTC) + timedelta(hours=12)}
    return {"token": jwt.encode(claims, JWT_SECRET, algorithm="HS256")}


@routes.get("/todos")
def todos(owner: User) -> list[dict]:
    with database.connect() as connection:
        return connection.execute("SELECT id, title, due, done FROM todo WHERE owner = %s ORDER BY id", [owner]).fetchall()


@routes.post("/todos", status_code=201)
def add(todo: Todo, owner: User) -> dict:
    with database.connect() as connection:
        return connection.execute(
            "INSERT INTO todo (owner, title, due) VALUES (%s, %s, %s) RETURNING id, title, due, done",
            [owner, todo.title, todo.due],
        ).fetchone()


@routes.post("/chat")
def chat(message: Message, owner: User) -> dict:
    key = os.environ.get("OPENAI_API_KEY")
    if not key:
        raise HTTPException(503, "the chat is switched off: no OPENAI_API_KEY")
    titles = "; ".join(todo["title"] for todo in todos(owner))
    answer = httpx.post(
        "https://api.openai.com/v1/chat/completions",
        headers={"Authorization": f"Bearer {key}"},
        json={
            "model": "gpt-4o-mini",
            "messages": [
                {"role": "system", "content": f"You help with these todos: {titles}"},
                {"role": "user", "content": message.text},
            ],
        },
        timeout=30,
    )
    answer.raise_for_status()
    return {"text": answer.json()["choices"][0]["message"]["content"]}


# An ingress passes its path on as it is; a node port leads here without one.
app.include_router(routes, prefix="/api")
app.include_router(routes)
