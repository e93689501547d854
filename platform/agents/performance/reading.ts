import { z } from 'zod';
import type { Gateway } from '../../shared/gateway.ts';
import { GatewayError } from '../../shared/gateway.ts';
import { histogramOf } from '../../shared/histogram.ts';
import { type Sample, samplesOf } from '../../shared/prometheus.ts';

const count = z.number().min(0);
const histogramSchema = z.object({
  edges: z.array(z.number()).readonly(),
  cumulative: z.array(count).readonly(),
  count,
});

/** The counters of one replica, which only grow: latency as its engine counts, requests as the gateway does. */
export const readingSchema = z.object({ latency: histogramSchema, requests: count, failed: count });

/** By replica id. */
export const snapshotSchema = z.object({ replicas: z.record(z.string(), readingSchema) });

export type Reading = Readonly<z.infer<typeof readingSchema>>;
export type Snapshot = z.infer<typeof snapshotSchema>;

/** Reads the replicas at one moment. One whose engine does not answer is left out. @throws GatewayError */
export async function takeSnapshot(gateway: Gateway, replicaIds: readonly string[]): Promise<Snapshot> {
  const counters = await gateway.metrics();
  const readings = await Promise.all(
    replicaIds.map(async (id) => [id, readingOf(id, counters, await scrape(gateway, id))] as const),
  );
  const known = readings.flatMap(([id, reading]) => (reading ? [[id, reading] as const] : []));
  return { replicas: Object.fromEntries(known) };
}

export const latencyMetric = 'vllm:e2e_request_latency_seconds';
/** What must be scraped for the latency's histogram. */
export const latencyMetrics: readonly string[] = [`${latencyMetric}_bucket`];

async function scrape(gateway: Gateway, replicaId: string): Promise<readonly Sample[]> {
  try {
    return await gateway.replicaMetrics(replicaId, latencyMetrics);
  } catch (error) {
    if (error instanceof GatewayError && (error.status === 404 || error.status === 503)) return [];
    throw error;
  }
}

function readingOf(replicaId: string, counters: readonly Sample[], engine: readonly Sample[]): Reading | undefined {
  const latency = histogramOf(engine, latencyMetric);
  if (!latency) return undefined;
  const answered = samplesOf(counters, 'gateway_requests_total', { replica: replicaId });
  return {
    latency,
    requests: total(answered),
    failed: total(answered.filter(({ labels }) => !labels.code?.startsWith('2'))),
  };
}

function total(samples: readonly Sample[]): number {
  return samples.reduce((sum, { value }) => sum + value, 0);
}
