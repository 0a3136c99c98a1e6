// Serves the page; the browser then talks to the back end itself.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const { LOG_LEVEL = "info", PORT = "3000" } = process.env;
const page = readFileSync(new URL("index.html", import.meta.url));

const server = createServer((request, response) => {
  if (LOG_LEVEL === "debug") console.log(request.method, request.url);
  if (request.url === "/livez" || request.url === "/readyz") return response.end("ok\n");
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
  response.end(page);
});
server.listen(Number(PORT));
process.once("SIGTERM", () => server.close());
