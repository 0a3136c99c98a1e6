export const dynamic = "force-dynamic";

// Ready once it could sign a session.
export function GET() {
  const ready = Boolean(process.env.BETTER_AUTH_SECRET);
  return Response.json({ ready }, { status: ready ? 200 : 503 });
}
