import { z } from 'zod';

/** One machine to be replaced: its replicas, their share of the traffic, and the machine that takes over. */
const pair = z.object({
  oldInstance: z.string(),
  oldReplicas: z.array(z.object({ replicaId: z.string(), weight: z.number() })),
  newInstance: z.string().optional(),
});

const failure = z.object({
  position: z.number().int(),
  reason: z.enum([
    'no_spot_capacity',
    'spot_interrupted',
    'latency_breach',
    'quality_breach',
    'error_rate_breach',
    'quality_unmeasured',
    'latency_unmeasured',
    'step_failed',
  ]),
  message: z.string(),
});

/** What the steps of a rollout find out and pass on. It is kept after every change, so that any orchestrator can go on from it. */
export const rolloutStateSchema = z.object({
  /** Present once the rollout is prepared. */
  rollout: z
    .object({
      deployment: z.string(),
      pairs: z.array(pair).min(1),
      originalWeights: z.record(z.string(), z.number()),
      originalInstances: z.array(z.string()),
      spendBeforeCents: z.number().int(),
    })
    .optional(),
  /** Seconds; measured only where no replica stays unchanged to compare with. */
  latencyP95Before: z.number().optional(),
  /** By name: what was open_window's answer, and when the window ends (milliseconds since 1970). */
  windows: z
    .record(z.string(), z.object({ snapshot: z.record(z.string(), z.unknown()), endsAt: z.number() }))
    .default({}),
  failure: failure.optional(),
});

export type RolloutState = z.infer<typeof rolloutStateSchema>;
export type Rollout = NonNullable<RolloutState['rollout']>;
export type Pair = z.infer<typeof pair>;
export type Failure = z.infer<typeof failure>;
export type FailureReason = Failure['reason'];
