import { z } from 'zod';
import { deploymentSchema } from '../../shared/gateway.ts';

const deployments = z.array(deploymentSchema);

/** What a runtime may send (contracts/events.yaml: Inventory, CommandResult). */
export const runtimeMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('inventory'), gateway_url: z.url(), deployments }),
  z.strictObject({
    kind: z.literal('result'),
    command_id: z.uuid(),
    ok: z.boolean(),
    error: z.string().optional(),
    deployments,
  }),
]);

export type RuntimeMessage = z.infer<typeof runtimeMessageSchema>;
