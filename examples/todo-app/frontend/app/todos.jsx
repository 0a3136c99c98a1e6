"use client";

import { useState } from "react";

// Baked into the bundle by the build: the address of the back end as a browser sees it.
const API = process.env.NEXT_PUBLIC_API_URL;

export default function Todos() {
  const [todos, setTodos] = useState([]);
  const [token, setToken] = useState();

  async function add(form) {
    const bearer = token ?? (await signIn());
    setToken(bearer);
    const answer = await fetch(`${API}/todos`, {
      method: "POST",
      headers: { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" },
      body: JSON.stringify({ title: form.get("title") }),
    });
    if (answer.ok) setTodos([...todos, await answer.json()]);
  }

  return (
    <form action={add}>
      <ul>{todos.map((todo) => <li key={todo.id}>{todo.title}</li>)}</ul>
      <input name="title" placeholder="What is to be done?" required />
      <button>Add</button>
    </form>
  );
}

async function signIn() {
  await fetch("/session", { method: "POST" });
  const answer = await fetch(`${API}/guests`, { method: "POST" });
  return (await answer.json()).token;
}
