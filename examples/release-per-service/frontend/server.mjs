// Serves the page, and begins a session: a name in a cookie, signed with BETTER_AUTH_SECRET.
import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const { BETTER_AUTH_SECRET, PORT = "3000" } = process.env;
const page = readFileSync(new URL("index.html", import.meta.url));

const session = () => {
  const name = randomUUID();
  return `session=${name}.${createHmac("sha256", BETTER_AUTH_SECRET).update(name).digest("base64url")}; Path=/; HttpOnly; SameSite=Lax`;
};

const server = createServer((request, response) => {
  if (request.url === "/livez" || request.url === "/readyz") return response.end("ok\n");
  const cookie = request.headers.cookie?.includes("session=") ? {} : { "Set-Cookie": session() };
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", ...cookie });
  response.end(page);
});
server.listen(Number(PORT));
process.once("SIGTERM", () => server.close());
