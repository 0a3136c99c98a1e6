import { createHmac, randomUUID } from "node:crypto";

// Begins a session: a random name in a cookie, signed with BETTER_AUTH_SECRET.
export async function POST() {
  const name = randomUUID();
  const signature = createHmac("sha256", process.env.BETTER_AUTH_SECRET).update(name).digest("base64url");
  const cookie = `session=${name}.${signature}; Path=/; HttpOnly; Secure; SameSite=Lax`;
  return new Response(null, { status: 204, headers: { "Set-Cookie": cookie } });
}
