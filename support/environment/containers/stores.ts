import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StartedTestContainer } from 'testcontainers';
import { endpointOf } from '../embedded/addresses-of';
import { DATABASE } from '../embedded/listeners';
import { createDatabase, settingArguments } from '../embedded/postgres';
import type { Foundation } from '../embedded/run';
import { type Plan, STORES } from '../embedded/service';
import { EnvironmentError } from '../environment';
import { imageOf } from '../images';
import { PROJECT } from '../paths';

type Store = (typeof STORES)[number];

/** How a store's official image is run, on the port that the plan has for it. */
interface Container {
  readonly port: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
}

function containerOf(store: Store, { secrets }: Plan): Container {
  const of: Readonly<Record<Store, Container>> = {
    postgres: {
      port: 5432,
      environment: { POSTGRES_PASSWORD: secrets.postgresPassword },
      command: ['postgres', ...settingArguments()],
    },
    redis: {
      port: 6379,
      environment: { REDISCLI_AUTH: secrets.redisPassword },
      // The password is read from the environment within, so that nobody sees it among the arguments.
      command: ['sh', '-c', 'printf "requirepass %s\\n" "$REDISCLI_AUTH" | exec redis-server -'],
    },
    clickhouse: { port: 8123, environment: { CLICKHOUSE_SKIP_USER_SETUP: '1' } },
    qdrant: { port: 6333 },
  };
  return of[store];
}

/** Takes half a second to load, which only this target pays for. */
const library = () => import('testcontainers');

/**
 * Starts the four stores, each in a container of its own, side by side.
 * @param release called before a store begins to listen on its port
 * @throws {EnvironmentError} when there is no engine, or one of them cannot be started; none is left then
 */
export async function startStores(plan: Plan, release: (store: Store) => Promise<unknown>): Promise<Foundation> {
  await assertEngine();
  await sweepContainers(plan);
  const started = await Promise.allSettled(STORES.map((store) => start(store, plan, release)));
  const containers = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const stop = async () =>
    void (await Promise.all(containers.map((each) => each.stop({ remove: true, removeVolumes: true }))));
  try {
    for (const each of started) if (each.status === 'rejected') throw each.reason;
    await createDatabase(plan.urls.postgresAdmin, { name: DATABASE, password: plan.secrets.databasePassword });
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoints: STORES.map((store) => endpointOf(plan, store)), stop };
}

async function start(
  store: Store,
  plan: Plan,
  release: (store: Store) => Promise<unknown>,
): Promise<StartedTestContainer> {
  const { port, environment = {}, command } = containerOf(store, plan);
  const image = imageOf(store);
  await release(store);
  const { GenericContainer, Wait } = await library();
  /** Published on the loopback only: by itself Testcontainers publishes on every interface. */
  class LoopbackContainer extends GenericContainer {
    protected override async beforeContainerCreated(): Promise<void> {
      const bindings: unknown = this.hostConfig.PortBindings ?? {};
      for (const each of Object.values(bindings as Record<string, { HostIp?: string }[]>).flat())
        each.HostIp = '127.0.0.1';
    }
  }
  const container = new LoopbackContainer(image)
    .withName(`optiinfra-e2e-${plan.folder.runId.toLowerCase()}-${store}`)
    .withExposedPorts({ container: port, host: plan.portOf(store) })
    .withLabels({ [FOLDER]: PROJECT, [RUN]: plan.folder.runId })
    .withEnvironment(environment)
    .withStartupTimeout(LIMIT_MS)
    .withWaitStrategy(Wait.forListeningPorts());
  if (command) container.withCommand([...command]);
  try {
    return await container.start();
  } catch (cause) {
    throw new EnvironmentError(`${store} cannot be started from the image ${image}: ${reason(cause)}.`, { cause });
  }
}

const FOLDER = 'optiinfra.e2e.folder';
const RUN = 'optiinfra.e2e.run';

/** Removes what runs of this folder left that were killed where nobody else does: Testcontainers' own reaper can be switched off. */
async function sweepContainers({ folder }: Plan): Promise<void> {
  const { dockerode } = (await (await library()).getContainerRuntimeClient()).container;
  const ours = await dockerode.listContainers({ all: true, filters: { label: [`${FOLDER}=${PROJECT}`] } });
  const abandoned = ours.filter(({ Labels }) => !existsSync(join(dirname(folder.path), Labels[RUN] ?? '')));
  await Promise.all(abandoned.map(({ Id }) => dockerode.getContainer(Id).remove({ force: true, v: true })));
}

/** An image that has to be fetched first takes its time. Wall milliseconds. */
const LIMIT_MS = 120_000;

async function assertEngine(): Promise<void> {
  try {
    await (await library()).getContainerRuntimeClient();
  } catch (cause) {
    throw new EnvironmentError(
      `There is no container engine that answers (${reason(cause)}). Start Docker or Podman, or run the suite without containers: npm run bdd.`,
      { cause },
    );
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name).replace(/\.$/, '') : String(error);
}
