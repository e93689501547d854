import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { cloud } from './cloud/server.ts';
import { readConfiguration } from './configuration.ts';
import { languageModel } from './llm/server.ts';
import { fleets } from './vllm/server.ts';
import { BatchQueues } from './world/batch-queues.ts';
import { WorldClock } from './world/clock.ts';
import { Machines } from './world/machines.ts';
import type { World } from './world/world.ts';

const configuration = readConfiguration(process.env);
const log = pino({ level: configuration.LOG_LEVEL, base: { service: 'simulators' } });

const world: World = {
  clock: new WorldClock(configuration.WORLD_SPEED, configuration.WORLD_EPOCH),
  machines: new Machines(),
  queues: new BatchQueues(),
  controlKey: configuration.CONTROL_KEY,
  fleetsUrl: configuration.FLEETS_URL,
};

const platform = {
  accountId: configuration.PLATFORM_ACCOUNT_ID,
  accessKeyId: configuration.PLATFORM_ACCESS_KEY_ID,
  secretAccessKey: configuration.PLATFORM_SECRET_ACCESS_KEY,
};

const gcpPlatformToken = configuration.GCP_PLATFORM_TOKEN;

const listeners: readonly (readonly [FastifyInstance, number])[] = [
  [cloud(world, { platform, gcpPlatformToken, logger: log.child({ listener: 'cloud' }) }), configuration.CLOUD_PORT],
  [fleets(world), configuration.FLEETS_PORT],
  [languageModel(world), configuration.LLM_PORT],
];

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
await Promise.all(listeners.map(([app, port]) => app.listen({ host: configuration.HOST, port })));
log.info({ speed: world.clock.speed }, 'The simulated world runs');

async function stop(): Promise<void> {
  await Promise.all(listeners.map(([app]) => app.close()));
  process.exit(0);
}
