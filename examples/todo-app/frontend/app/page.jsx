import Todos from "./todos";

// Rendered for every request: BACKEND_URL is known to the running pod, not to the build.
export const dynamic = "force-dynamic";

export default async function Page() {
  return (
    <main>
      <h1>Todos</h1>
      <p>The back end is {(await backendAnswers()) ? "ready" : "not ready yet"}.</p>
      <Todos />
    </main>
  );
}

async function backendAnswers() {
  try {
    return (await fetch(`${process.env.BACKEND_URL}/readyz`, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
}
