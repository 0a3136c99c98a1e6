// Bakes what the browser needs to know into the page: every variable that begins with NEXT_PUBLIC_.
import { mkdir, readFile, writeFile } from "node:fs/promises";

const baked = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("NEXT_PUBLIC_")));
const page = await readFile("page.html", "utf8");
await mkdir("dist", { recursive: true });
await writeFile("dist/index.html", page.replace("__BAKED__", () => JSON.stringify(baked).replaceAll("<", "\\u003c")));
await writeFile("dist/server.mjs", await readFile("server.mjs"));
