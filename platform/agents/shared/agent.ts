import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { components } from '../../../contracts/generated/openapi.ts';
import manifest from '../../package.json' with { type: 'json' };
import { httpServer } from '../../shared/http-server.ts';
import { runService } from '../../shared/lifecycle.ts';
import { createLogger, type Logger } from '../../shared/logger.ts';
import { unauthorized } from '../../shared/problem.ts';
import { isSameSecret } from '../../shared/same-secret.ts';
import type { AgentConfig } from './config.ts';
import { Dispatcher, type TaskRequest } from './dispatch.ts';
import { noteResolution } from './note-resolution.ts';
import { Registration } from './registration.ts';
import type { Tasks } from './task.ts';

type AgentType = components['schemas']['AgentType'];

export interface Agent {
  readonly type: AgentType;
  readonly tasks: Tasks;
  /** Ends the connections that the tasks use. */
  close(): Promise<void>;
}

/** Serves contracts/agents.yaml and keeps registered until the process is told to stop. */
export function runAgent(config: AgentConfig, agent: Agent): void {
  const name = `${agent.type}-agent`;
  const logger = createLogger(name, config.LOG_LEVEL);
  const dispatcher = new Dispatcher({ ...agent.tasks, note_resolution: noteResolution() }, logger);
  runService({
    name,
    logger,
    start: async () => {
      const server = await serve({ name, config, dispatcher, logger });
      const { port } = server.server.address() as AddressInfo;
      if (config.PORT_FILE !== undefined) await writeFile(config.PORT_FILE, String(port));
      const registration = register({ type: agent.type, port, config, dispatcher, logger });
      registration.begin();
      return {
        stop: async () => {
          await registration.end();
          await server.close();
          await agent.close();
        },
      };
    },
  });
}

interface Parts {
  readonly config: AgentConfig;
  readonly dispatcher: Dispatcher;
  readonly logger: Logger;
}

async function serve({
  name,
  config,
  dispatcher,
  logger,
}: Parts & { readonly name: string }): Promise<FastifyInstance> {
  const server = await httpServer({
    contract: 'agents',
    logger,
    security: { agentKey: async (request) => checkKey(request, config.AGENT_KEY) },
    operations: {
      getAgentHealth: () => ({ status: 'ok', service: name }),
      // The contract's schema has been checked before a handler is called.
      runTask: (request) => dispatcher.run(request.body as TaskRequest),
      cancelTask: (request, reply) => {
        dispatcher.cancel((request.params as { readonly task_id: string }).task_id);
        return reply.code(204).send();
      },
    },
  });
  await server.listen({ host: config.HOST, port: config.PORT });
  return server;
}

async function checkKey(request: FastifyRequest, key: string): Promise<void> {
  if (isSameSecret(request.headers['x-agent-key'], key)) return;
  throw unauthorized('The header x-agent-key must hold the agent key');
}

function register({
  type,
  port,
  config,
  dispatcher,
  logger,
}: Parts & { readonly type: AgentType; readonly port: number }): Registration {
  return new Registration({
    orchestratorUrl: config.ORCHESTRATOR_URL,
    agentKey: config.AGENT_KEY,
    agent: {
      agent_type: type,
      version: manifest.version,
      capabilities: [...dispatcher.capabilities],
      hostname: config.HOSTNAME_LABEL ?? `${hostname()}:${port}`,
      endpoint: config.ENDPOINT_URL ?? `http://${config.HOST}:${port}`,
      pool: config.POOL,
    },
    heartbeat: () => ({
      status: 'active',
      current_tasks: dispatcher.running,
      load: Math.min(1, dispatcher.running / tasksAtFullLoad),
    }),
    logger,
  });
}

/** Tasks wait for others most of the time; beyond so many at once one process becomes slow. */
const tasksAtFullLoad = 20;
