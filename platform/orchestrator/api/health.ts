import { checkHealth } from '../health.ts';
import type { ApiDependencies, Operations } from './dependencies.ts';

export function healthOperations({ observability, pings }: ApiDependencies): Operations {
  return {
    getHealth: async (_request, reply) => {
      const health = await checkHealth(pings);
      return reply.code(health.status === 'ok' ? 200 : 503).send(health);
    },
    getPrometheusMetrics: async (_request, reply) =>
      reply.type('text/plain; version=0.0.4').send(await observability.text()),
  };
}
