import { z } from 'zod';
import { engineArgsSchema } from '../../shared/gateway.ts';

/** One machine to be replaced: its replicas, their share of the traffic, the machine that takes over, and the replicas on it once they are there. */
const pair = z.object({
  oldInstance: z.string(),
  oldReplicas: z.array(z.object({ replicaId: z.string(), weight: z.number() })),
  newInstance: z.string().optional(),
  newReplicas: z.array(z.string()).default([]),
});

/** The deployment as it was before anything was changed. */
const deploymentBefore = {
  deployment: z.string(),
  sloP95Seconds: z.number(),
  originalWeights: z.record(z.string(), z.number()),
};

const replacement = z.object({ kind: z.literal('replacement'), ...deploymentBefore, pairs: z.array(pair).min(1) });

const reconfiguration = z.object({
  kind: z.literal('reconfiguration'),
  ...deploymentBefore,
  engineArgs: engineArgsSchema,
  /** In the order in which they change, each with the arguments that it had. */
  replicas: z.array(z.object({ replicaId: z.string(), engineArgs: engineArgsSchema })).min(1),
});

/** Batch work that goes to other machines: for each machine how much its GPUs worked, 0..1, and the machine that takes over. */
const move = z.object({
  utilizations: z.record(z.string(), z.number()),
  successors: z.record(z.string(), z.string()).default({}),
});

const failure = z.object({
  /** Of the step that failed, or after which no further one was begun; -1 before the first. */
  position: z.number().int(),
  reason: z.enum([
    'cancelled',
    'slo_breach',
    'in_use',
    'cloud_unreachable',
    'workload_stalled',
    'not_steady',
    'planned_otherwise',
    'price_changed',
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

/** What the steps of an optimization find out and pass on. It is kept after every change, so that any orchestrator can go on from it. */
export const rolloutStateSchema = z.object({
  /** Measured before the first change. */
  before: z
    .object({
      instances: z.array(z.string()),
      spendCents: z.number().int(),
      /** Those that were owed. */
      reservations: z.array(z.string()).default([]),
    })
    .optional(),
  /** What happens to which deployment; absent before it is prepared, and where no deployment is concerned. */
  rollout: z.discriminatedUnion('kind', [replacement, reconfiguration]).optional(),
  move: move.optional(),
  /** Whether anything of the customer's was touched. */
  hasChanged: z.boolean().default(false),
  /** Seconds; measured only where no replica stays unchanged to compare with. */
  latencyP95Before: z.number().optional(),
  /** By name: what was open_window's answer, and when the window ends (milliseconds since 1970). */
  windows: z
    .record(z.string(), z.object({ snapshot: z.record(z.string(), z.unknown()), endsAt: z.number() }))
    .default({}),
  failure: failure.optional(),
  /** What could not be undone. */
  leftovers: z.array(z.object({ step: z.string(), problem: z.string() })).default([]),
});

export type RolloutState = z.infer<typeof rolloutStateSchema>;
export type Rollout = NonNullable<RolloutState['rollout']>;
export type Replacement = z.infer<typeof replacement>;
export type Reconfiguration = z.infer<typeof reconfiguration>;
export type Move = z.infer<typeof move>;
export type Pair = z.infer<typeof pair>;
export type Failure = z.infer<typeof failure>;
export type FailureReason = Failure['reason'];
