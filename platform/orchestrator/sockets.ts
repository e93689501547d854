import type { WebSocket } from 'ws';

/** Codes with which sockets are closed (contracts/events.yaml, and 44xx after the HTTP status that it would be). */
export const closeCodes = { malformed: 4400, unauthenticated: 4401, forbidden: 4403 } as const;

const PING_EVERY_MS = 20_000;

/** Ends a socket whose other side has gone without a word. */
export function keepAlive(socket: WebSocket): void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_EVERY_MS);
  socket.on('close', () => clearInterval(timer));
}

/**
 * Runs work whenever it is asked for, one after the other; asking while it runs makes it run once more. Errors go to `failed`, and the
 * work is not run again after one.
 */
export function coalesced(work: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let wanted = false;
  let running = false;
  const run = async (): Promise<void> => {
    running = true;
    try {
      while (wanted) {
        wanted = false;
        await work();
      }
    } finally {
      running = false;
    }
  };
  return () => {
    wanted = true;
    if (!running) run().catch(failed);
  };
}
