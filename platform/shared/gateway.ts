import { z } from 'zod';
import type { components } from '../../contracts/generated/fleet.ts';
import { parsePrometheus, type Sample } from './prometheus.ts';

export type Deployment = components['schemas']['Deployment'];
export type Replica = components['schemas']['Replica'];
export type EngineArgs = components['schemas']['EngineArgs'];
export type Traffic = components['schemas']['Traffic'];

/** The gateway did not answer, or not with what the contract says. `status` is undefined where nothing was answered. */
export class GatewayError extends Error {
  readonly status: number | undefined;

  constructor(what: string, facts: { readonly status?: number; readonly cause?: unknown }) {
    super(what, { cause: facts.cause });
    this.name = 'GatewayError';
    this.status = facts.status;
  }
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What everyone inside the customer's network may ask the serving gateway. Every method throws GatewayError. */
export class Gateway {
  readonly url: string;

  constructor(url: string) {
    this.url = url.replace(/\/$/, '');
  }

  async deployments(): Promise<readonly Deployment[]> {
    return this.#json('/deployments', z.array(deploymentSchema));
  }

  /** @param windowSeconds length of the trailing window */
  async traffic(deployment: string, windowSeconds: number): Promise<Traffic> {
    const path = `/deployments/${encodeURIComponent(deployment)}/traffic?window_seconds=${windowSeconds}`;
    return this.#json(path, trafficSchema);
  }

  async metrics(): Promise<readonly Sample[]> {
    return this.#samples('/metrics');
  }

  /** What Prometheus has seen over time, a series for each set of labels; a point that is not a number is left out. */
  async queryRange({ query, start, end, stepSeconds }: RangeQuery): Promise<readonly Series[]> {
    const parameters = { query, start: seconds(start), end: seconds(end), step: String(stepSeconds) };
    const { data } = await this.#json(`/prometheus/api/v1/query_range?${new URLSearchParams(parameters)}`, rangeSchema);
    return data.result.map(({ metric, values }) => ({
      labels: metric,
      points: values
        .map(([at, value]) => ({ at: new Date(at * 1000), value: Number(value) }))
        .filter(({ value }) => Number.isFinite(value)),
    }));
  }

  /** @param metrics names of those that are asked for */
  async replicaMetrics(replicaId: string, metrics: readonly string[]): Promise<readonly Sample[]> {
    return this.#samples(`/replicas/${encodeURIComponent(replicaId)}/metrics`, metrics);
  }

  /** The answers of one replica, in the order of the prompts; undefined for a prompt that was not answered. */
  async complete(replicaId: string, request: CompletionRequest): Promise<readonly (string | undefined)[]> {
    const path = `/replicas/${encodeURIComponent(replicaId)}/v1/completions`;
    const body = { model: request.model, prompt: request.prompts, max_tokens: request.maxTokens, temperature: 0 };
    const { choices } = await this.#json(path, completionSchema, { method: 'POST', body });
    return request.prompts.map((_, index) => choices.find((choice) => choice.index === index)?.text);
  }

  /** The text of a 2xx answer. */
  protected async send(path: string, call: Call = {}): Promise<string> {
    const method = call.method ?? 'GET';
    const response = await this.#fetch(path, { ...call, method }).catch((cause: unknown) => {
      throw new GatewayError(`The gateway at ${this.url} does not answer ${method} ${path}`, { cause });
    });
    if (response.ok) return response.text();
    const said = await response.text().catch(() => '');
    const what = `The gateway at ${this.url} answers ${method} ${path} with ${response.status}: ${said.slice(0, 300)}`;
    throw new GatewayError(what, { status: response.status });
  }

  #fetch(path: string, { method = 'GET', body, headers = {} }: Call): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerLimit),
    });
  }

  async #json<T>(path: string, schema: z.ZodType<T>, call: Call = {}): Promise<T> {
    const text = await this.send(path, call);
    return this.#understood(path, () => schema.parse(JSON.parse(text)));
  }

  async #samples(path: string, metrics?: readonly string[]): Promise<readonly Sample[]> {
    const text = await this.send(path);
    return this.#understood(path, () => parsePrometheus(text, metrics));
  }

  #understood<T>(path: string, read: () => T): T {
    try {
      return read();
    } catch (cause) {
      throw new GatewayError(`The gateway at ${this.url} answers ${path} in a form that is not understood`, { cause });
    }
  }
}

export interface CompletionRequest {
  readonly model: string;
  readonly prompts: readonly string[];
  readonly maxTokens: number;
}

export interface RangeQuery {
  /** In PromQL. */
  readonly query: string;
  /** Both ends included. */
  readonly start: Date;
  readonly end: Date;
  readonly stepSeconds: number;
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Oldest first. */
  readonly points: readonly { readonly at: Date; readonly value: number }[];
}

/** Wall milliseconds after which an answer no longer helps whoever waits for the task. */
const answerLimit = 10_000;

export const engineArgsSchema = z.object({
  tensor_parallel_size: z.number().int(),
  quantization: z.enum(['none', 'fp8', 'int4']),
  enable_prefix_caching: z.boolean(),
  max_num_seqs: z.number().int(),
  gpu_memory_utilization: z.number(),
});

const replicaSchema = z.object({
  replica_id: z.string(),
  machine_id: z.string(),
  state: z.enum(['loading', 'ready', 'draining', 'failed', 'gone']),
  weight: z.number().min(0),
  engine_args: engineArgsSchema,
});

export const deploymentSchema: z.ZodType<Deployment> = z.object({
  name: z.string(),
  model: z.string(),
  slo_p95_seconds: z.number(),
  replicas: z.array(replicaSchema),
});

const trafficSchema = z.object({
  window_seconds: z.number(),
  requests: z.number().int().min(0),
  failed: z.number().int().min(0),
});

const rangeSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
});

/** As Prometheus takes moments. */
function seconds(moment: Date): string {
  return String(moment.getTime() / 1000);
}

const completionSchema = z.object({ choices: z.array(z.object({ index: z.number().int(), text: z.string() })) });
