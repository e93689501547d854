import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Told of a job that begins; answers what is to be told its end. */
export type ObserveJob = (job: string) => (outcome: 'done' | 'failed') => void;

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
  readonly #running = new Gauge({
    name: 'jobs_running',
    help: 'Jobs of the queue that this orchestrator is at',
    labelNames: ['job'],
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

  /** Notes that a job begins. @returns to be told its end */
  readonly observeJob: ObserveJob = (job) => {
    const elapsed = this.#jobs.startTimer({ job });
    this.#running.inc({ job });
    return (outcome) => {
      this.#running.dec({ job });
      elapsed({ outcome });
    };
  };

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
