import { type Config, PORT_OPTIONS, type PortOption } from '../../config';
import { type ReservedPort, reservePort } from './ports';
import type { RunSecrets } from './secrets';

/** Everything in the environment that listens on a port. */
export const LISTENERS = [
  'postgres',
  'redis',
  'clickhouse',
  'qdrant',
  'cloud',
  'fleets',
  'llm',
  'orchestrator',
  'cost',
  'performance',
  'resource',
  'application',
  'runtime',
  'portal',
] as const;

export type Listener = (typeof LISTENERS)[number];

export const HOST = '127.0.0.1';

/** The platform's database and the role that owns it. */
export const DATABASE = 'optiinfra';

/** Reserves a port for every listener: the configured one where there is one. */
export async function reservePorts(ports: Config['ports']): Promise<Readonly<Record<Listener, ReservedPort>>> {
  const reserved: Partial<Record<Listener, ReservedPort>> = {};
  try {
    for (const listener of LISTENERS) {
      const option = `${listener.toUpperCase()}_PORT`;
      reserved[listener] = await reservePort(option, isOption(option) ? ports[option] : undefined);
    }
  } catch (error) {
    await Promise.all(Object.values(reserved).map((port) => port.release()));
    throw error;
  }
  return reserved as Record<Listener, ReservedPort>;
}

/** URLs of everything, with the passwords that they need. */
export function urlsOf(portOf: (listener: Listener) => number, secrets: RunSecrets) {
  const http = (listener: Listener): string => `http://${HOST}:${portOf(listener)}`;
  const postgres = (user: string, password: string, database: string): string =>
    `postgresql://${user}:${password}@${HOST}:${portOf('postgres')}/${database}`;
  return {
    http,
    postgresAdmin: postgres('postgres', secrets.postgresPassword, 'postgres'),
    postgresPlatform: postgres(DATABASE, secrets.databasePassword, DATABASE),
    postgresReader: postgres('acceptance_reader', secrets.readerPassword, DATABASE),
    redis: `redis://:${secrets.redisPassword}@${HOST}:${portOf('redis')}`,
  } as const;
}

export type Urls = ReturnType<typeof urlsOf>;

function isOption(name: string): name is PortOption {
  return PORT_OPTIONS.some((option) => option === name);
}
