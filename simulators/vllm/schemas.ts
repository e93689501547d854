import { z } from 'zod';

/** vLLM's arguments, with underscores. */
export const engineArgsSchema = z
  .strictObject({
    tensor_parallel_size: z.int().min(1).max(8),
    quantization: z.enum(['none', 'fp8', 'int4']),
    enable_prefix_caching: z.boolean(),
    max_num_seqs: z.int().min(1).max(1024),
    gpu_memory_utilization: z.number().gt(0).max(1),
  })
  .readonly();
export type EngineArgs = z.infer<typeof engineArgsSchema>;

export const newReplicaSchema = z.strictObject({ machine_id: z.string(), engine_args: engineArgsSchema });

/** Relative weight by replica id. */
export const weightsSchema = z
  .record(z.string(), z.number().min(0))
  .refine((weights) => Object.values(weights).some((weight) => weight > 0), 'at least one weight must be positive');
export type Weights = Readonly<Record<string, number>>;

export const trafficQuerySchema = z.object({ window_seconds: z.coerce.number().gt(0).max(86_400).default(3600) });

export const completionRequestSchema = z.object({
  model: z.string(),
  prompt: z.union([z.string(), z.array(z.string()).min(1).max(512)]),
  max_tokens: z.int().min(1).optional(),
  temperature: z.number().min(0).optional(),
});
export type CompletionRequest = z.infer<typeof completionRequestSchema>;

export const newDeploymentSchema = z
  .strictObject({
    name: z.string().min(1),
    model: z.enum(['llama-3-70b', 'llama-3-8b']),
    engine_args: engineArgsSchema,
    machines: z
      .array(z.string())
      .min(1)
      .refine((names) => new Set(names).size === names.length, 'names of machines must differ'),
    load: z.strictObject({
      requests_per_second: z.number().min(0),
      prompt_tokens: z.int().min(1),
      shared_prefix: z.number().min(0).max(1).default(0),
      answer_tokens: z.number().gt(0),
    }),
    slo_p95_seconds: z.number().gt(0),
    waiting_deadline_seconds: z.number().gt(0).default(10),
  })
  .readonly();
export type NewDeployment = z.infer<typeof newDeploymentSchema>;

export const newFleetSchema = z.strictObject({
  account_id: z.string(),
  deployments: z
    .array(newDeploymentSchema)
    .min(1)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names of deployments must differ'),
});
export type NewFleet = z.infer<typeof newFleetSchema>;

export const loadSchema = z.strictObject({ deployment: z.string(), requests_per_second: z.number().min(0) });

export const gatewaySchema = z.strictObject({
  apply_delay_seconds: z.number().min(0).default(0),
  refuse_removals: z.boolean().default(false),
});
export type GatewayBehaviour = Readonly<z.infer<typeof gatewaySchema>>;
