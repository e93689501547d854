import { join } from 'node:path';
import type { Config } from '../../config';
import { CACHE, PROJECT } from '../paths';
import type { Command } from './child-processes';
import { HOST, type Listener, type Urls } from './listeners';
import type { RunFolder } from './run-folder';
import type { Scheduled } from './schedule';
import type { RunSecrets } from './secrets';

/** One process of the environment: how to run it, when, and how to know that it is ready. */
export interface Service extends Scheduled {
  readonly listeners: readonly Listener[];
  /** Prepares what the process needs before it begins. */
  command(): Promise<Command>;
  /** URLs that all have to answer. */
  readonly health: readonly string[];
  /** What is done once it answers, before others may begin. */
  readonly settle?: () => Promise<void>;
}

/** What the services of one run are made from. */
export interface Plan {
  readonly config: Config;
  readonly folder: RunFolder;
  readonly secrets: RunSecrets;
  readonly portOf: (listener: Listener) => number;
  readonly urls: Urls;
  /** Where OptiInfra is reached: its orchestrator, or what stands before several. */
  readonly publicUrl: string;
}

export const STORES = ['postgres', 'redis', 'clickhouse', 'qdrant'] as const;

/** A service that is a program of the repository. */
export interface NodeService extends Scheduled {
  readonly listeners: readonly Listener[];
  readonly main: string;
  readonly environment: Readonly<Record<string, string | number>>;
}

/** A program of the repository, run by the Node that runs this. */
export function node(plan: Plan, { name, after, listeners, main, environment }: NodeService): Service {
  const own = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, String(value)]));
  return {
    name,
    after,
    listeners,
    command: async () => ({
      file: process.execPath,
      arguments: [join(PROJECT, main)],
      // Compiled code of earlier runs: they halve the time to load.
      environment: { HOST, NODE_COMPILE_CACHE: join(CACHE, 'node'), ...own },
    }),
    health: listeners.map((listener) => `${plan.urls.http(listener)}/health`),
  };
}
