import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigurationError } from '../../config';
import { type Addresses, NOWHERE, REAL_ACCOUNT } from '../addresses';
import { healthPath } from '../health';

/** What a target may be able to do, each with the tag of the scenarios that need it; docs/tagging.md tells what they mean. */
export const ABILITIES = ['faults', 'stores', 'agents', 'portal'] as const;

type Ability = (typeof ABILITIES)[number];

const URLS = z.strictObject({
  orchestrator: z.url(),
  cloud: z.url().optional(),
  fleets: z.url().optional(),
  llm: z.url().optional(),
  runtime: z.url().optional(),
  portal: z.url().optional(),
  postgres: z.url().optional(),
  redis: z.url().optional(),
  clickhouse: z.url().optional(),
  qdrant: z.url().optional(),
});

const SECRETS = z.strictObject({
  controlKey: z.string().default(''),
  runtimeKey: z.string().default(''),
  operatorEmail: z.string(),
  operatorPassword: z.string(),
  agentKey: z.string().default(''),
  tokenKey: z.string().default(''),
  platformDatabaseUrl: z.string().default(''),
});

const DESCRIPTION = z.strictObject({
  /** As people call it. */
  name: z.string().min(1),
  /** A run creates customers and changes their machines, so production is asked for twice. */
  kind: z.enum(['test', 'production']),
  /** World seconds per wall second. */
  worldSpeed: z.number().positive(),
  /** In the place of the simulated outside world. */
  aws: REAL_ACCOUNT.strict().optional(),
  can: z.array(z.enum(ABILITIES)),
  urls: URLS,
  secrets: SECRETS,
  clickhouseDatabase: z.string().default('optiinfra'),
  /** Folder of the services' logs, where they can be read from here. */
  logs: z.string().optional(),
});

/** A deployed environment, as somebody has described it. */
export interface Description {
  readonly name: string;
  readonly kind: 'test' | 'production';
  readonly addresses: Addresses;
  /** Abilities that it lacks; scenarios with their tags are left out. */
  readonly lacking: readonly Ability[];
}

/** What the simulated outside world consists of, with the customers' runtimes in it. */
const WORLD = ['cloud', 'fleets', 'llm', 'runtime'] as const;

/** Stores whose addresses have to be known where they may be looked into. */
const STORES = ['postgres', 'redis', 'clickhouse', 'qdrant'] as const;

/**
 * Reads a description in YAML, in which ${NAME} stands for a variable of the environment: a file with secrets in it is soon in the wrong hands.
 * @throws {ConfigurationError} naming what is missing or wrong
 */
export function readDescription(file: string | undefined, environment: NodeJS.ProcessEnv = process.env): Description {
  if (file === undefined) throw new ConfigurationError('E2E_REMOTE', undefined, ALLOWED);
  const parsed = DESCRIPTION.safeParse(filled(load(file), file, environment));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigurationError(
      `${issue?.path.join('.')} in ${file}`,
      undefined,
      `what docs/targets.md says (${issue?.message})`,
    );
  }
  const { name, kind, worldSpeed, aws, can, urls, secrets, clickhouseDatabase, logs } = parsed.data;
  const needed = [
    ...(aws ? [] : WORLD),
    ...(can.includes('stores') ? STORES : []),
    ...(can.includes('portal') ? (['portal'] as const) : []),
  ];
  for (const each of needed) if (!urls[each]) throw new ConfigurationError(`urls.${each} in ${file}`, undefined, A_URL);
  const listed = Object.entries(urls).flatMap(([each, url]) => (url ? [[each, url] as const] : []));
  return {
    name,
    kind,
    lacking: ABILITIES.filter((ability) => !can.includes(ability)),
    addresses: {
      ...NOWHERE,
      runId: name,
      target: 'remote',
      worldSpeed,
      ...Object.fromEntries(listed.map(([each, url]) => [`${each}Url`, url.replace(/\/$/, '')])),
      websocketUrl: urls.orchestrator.replace(/^http/, 'ws').replace(/\/$/, ''),
      clickhouseDatabase,
      logs: logs ?? NOWHERE.logs,
      ...(aws && { realAccount: aws }),
      secrets,
      processes: listed.map(([each, url]) => ({
        name: each,
        pid: 0,
        url,
        health: healthOf(each, url),
      })),
    },
  };
}

const ALLOWED = 'the path of a file that describes the deployed environment, see docs/targets.md';
const A_URL = 'a URL, because what the file says that the target is, or can do, needs it';

/** PostgreSQL and Redis are asked in their own language. */
function healthOf(name: string, url: string): string {
  return name === 'postgres' || name === 'redis' ? url : `${url.replace(/\/$/, '')}${healthPath(name)}`;
}

function load(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ConfigurationError('E2E_REMOTE', file, `${ALLOWED} (${(cause as Error).message.split('\n')[0]})`);
  }
}

/** @throws {ConfigurationError} for a variable that is not set */
function filled(value: unknown, file: string, environment: NodeJS.ProcessEnv): unknown {
  if (typeof value === 'string')
    return value.replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const given = environment[name];
      if (!given) throw new ConfigurationError(name, undefined, `what ${file} wants to have in its place`);
      return given;
    });
  if (Array.isArray(value)) return value.map((each) => filled(each, file, environment));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, file, environment)]));
}
