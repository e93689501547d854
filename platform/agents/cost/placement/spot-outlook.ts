import { z } from 'zod';

/** What is known of a market for Google's Spot VMs. */
export interface Outlook {
  /** Share of the machines taken back in a month, 0..1. */
  readonly interruptionRate: number;
  /** Machines that can be had. */
  readonly capacity: number;
}

export interface SpotOutlook {
  /** Undefined where nothing is known about the type. */
  of(instanceType: string, region: string): Outlook | undefined;
}

const fileSchema = z.record(
  z.string(),
  z.record(z.string(), z.object({ interruption_rate: z.number().min(0).max(1), capacity: z.number().int().min(0) })),
);

/** Wall milliseconds. */
const answerLimit = 5_000;

/**
 * Google publishes neither interruption rates nor capacity; OptiInfra reads a file of what is known (docs/decisions/0005).
 * @param template its URL, in which {project_id} stands for the customer's project
 */
export async function readSpotOutlook(template: string, projectId: string): Promise<SpotOutlook> {
  const url = template.replaceAll('{project_id}', projectId);
  const response = await fetch(url, { signal: AbortSignal.timeout(answerLimit) });
  if (!response.ok) throw new Error(`The spot outlook answers ${url} with ${response.status}`);
  const regions = fileSchema.parse(await response.json());
  return {
    of: (instanceType, region) => {
      const known = regions[region]?.[instanceType];
      return known && { interruptionRate: known.interruption_rate, capacity: known.capacity };
    },
  };
}
