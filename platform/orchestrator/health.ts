import type { components } from '../../contracts/generated/openapi.ts';

type Health = components['schemas']['Health'];

/** Resolves when the store answers. */
export type Ping = () => Promise<unknown>;

/** A store that takes longer than this to answer is as good as gone. */
const PATIENCE_MS = 1_000;

/** Asks every store, all at once. */
export async function checkHealth(stores: Readonly<Record<string, Ping>>): Promise<Health> {
  const answers = await Promise.all(
    Object.entries(stores).map(
      async ([name, ping]) => [name, (await isReachable(ping)) ? 'ok' : 'unavailable'] as const,
    ),
  );
  const isHealthy = answers.every(([, status]) => status === 'ok');
  return { status: isHealthy ? 'ok' : 'unavailable', service: 'orchestrator', stores: Object.fromEntries(answers) };
}

async function isReachable(ping: Ping): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  try {
    return await Promise.race([ping().then((answer) => answer !== false), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
