import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What Prometheus scrapes. */
export class Observability {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the arrival of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.#registry],
  });
  readonly #jobs = new Histogram({
    name: 'job_duration_seconds',
    help: 'From the start of a job of the queue to its end',
    labelNames: ['job', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300],
    registers: [this.#registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Hook on every answer. The route's pattern is the label, so that ids do not multiply the series. */
  readonly observeRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode };
    this.#requests.observe(labels, reply.elapsedTime / 1000);
  };

  readonly observeJob = (job: string, seconds: number, outcome: 'done' | 'failed'): void => {
    this.#jobs.observe({ job, outcome }, seconds);
  };

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
