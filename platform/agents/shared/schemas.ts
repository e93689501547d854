import { z } from 'zod';

/** Shapes that the parameters and outputs of several tasks have in common. */
export const noParameters = z.object({});
export const instanceIds = z.array(z.string().min(1));
export const deploymentParameters = z.object({ deployment: z.string().min(1) });
export const share = z.number().min(0).max(1);
export const facts = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));

export const validation = z.object({
  agent_type: z.enum(['cost', 'performance', 'resource', 'application']),
  approved: z.boolean(),
  reason: z.string(),
  baseline_established: z.boolean().optional(),
  facts: facts.optional(),
});
