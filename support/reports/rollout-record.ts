import { z } from 'zod';

const STAGE = z.object({
  /** As features call it. */
  name: z.string(),
  /** Dollars a month for the machines that ran; null where nobody looked. */
  cost: z.number().nullable(),
  /** P95 in seconds, of what was answered since the stage before; null where nobody looked. */
  latency: z.number().nullable(),
  /** Share of the answers that were right, 0..1; null where nobody looked. */
  quality: z.number().nullable(),
});

const RECORD = z.object({ customer: z.string(), stages: z.array(STAGE) });

/** What was seen from outside at each stage of a change, the state before it first. */
export type RolloutRecord = z.infer<typeof RECORD>;

/** Undefined where the data are none. */
export function parseRollout(data: unknown): RolloutRecord | undefined {
  const parsed = RECORD.safeParse(data);
  return parsed.success && parsed.data.stages.length > 0 ? parsed.data : undefined;
}
