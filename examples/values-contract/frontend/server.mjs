// Serves the page below the base path, and passes what begins with /api/ on to the back end at API_URL.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";

const BASE_PATH = "__BASE_PATH__";
const { API_URL, PORT = "3000" } = process.env;
const page = readFileSync(new URL("index.html", import.meta.url));

const passOn = async (request, response) => {
  const body = ["GET", "HEAD"].includes(request.method) ? undefined : await buffer(request);
  const headers = { "Content-Type": request.headers["content-type"] ?? "application/json" };
  const answer = await fetch(API_URL + request.url.slice("/api".length), { method: request.method, headers, body });
  response.writeHead(answer.status, { "Content-Type": answer.headers.get("content-type") ?? "text/plain" });
  response.end(Buffer.from(await answer.arrayBuffer()));
};

const serve = async (request, response) => {
  if (request.url === "/livez" || request.url === "/readyz") return response.end("ok\n");
  if (request.url.startsWith("/api/")) return passOn(request, response);
  if (!request.url.startsWith(BASE_PATH)) return response.writeHead(302, { Location: `${BASE_PATH}/` }).end();
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
  response.end(page);
};

const server = createServer((request, response) => serve(request, response).catch((error) => {
  console.error(error.message);
  response.writeHead(502).end("the back end does not answer\n");
}));
server.listen(Number(PORT));
process.once("SIGTERM", () => server.close());
