import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { ConfigurationError } from '../../config';

/** A port that nobody else can take until it is released to the service that it is meant for. */
export interface ReservedPort {
  readonly port: number;
  /** Frees the port; resolves when it can be listened on. */
  release(): Promise<void>;
}

/**
 * Reserves a port on the loopback.
 * @param option names the setting in the message when `wanted` is taken.
 * @param wanted a fixed port; without it any free one.
 * @throws {ConfigurationError} when the wanted port is taken.
 */
export async function reservePort(option: string, wanted?: number): Promise<ReservedPort> {
  if (wanted !== undefined) {
    const reserved = await tryPort(wanted);
    if (reserved === undefined) throw new ConfigurationError(option, String(wanted), taken());
    return reserved;
  }
  for (let tries = 0; tries < 100; tries += 1) {
    const reserved = await tryPort(randomInt(FIRST, LAST + 1));
    if (reserved !== undefined) return reserved;
  }
  throw new ConfigurationError(option, undefined, `a port from ${FIRST} to ${LAST}, but 100 tried ones were all taken`);
}

/**
 * Below Linux's range for outgoing connections (32768-60999 by default): a port from that range could be taken by
 * anybody's connection between its release and the service's listening.
 */
const FIRST = 20_000;
const LAST = 32_000;

async function tryPort(port: number): Promise<ReservedPort | undefined> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  return { port, release: () => close(server) };
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  await once(server, 'close');
}

function taken(): string {
  return 'a port on which nothing listens yet (another process has this one), or leave it unset for a free one';
}
