import { z } from 'zod';
import type { components } from '../../contracts/generated/events.ts';
import { engineArgsSchema } from '../shared/gateway.ts';

export type Inventory = components['schemas']['Inventory'];
export type CommandResult = components['schemas']['CommandResult'];

const command = z.object({ kind: z.literal('command'), command_id: z.uuid(), deployment: z.string().min(1) });
const ids = z.array(z.string().min(1)).min(1);
const timeoutSeconds = z.number().positive();

/** What the orchestrator may ask of the runtime, by contracts/events.yaml, with what each action needs. */
const commandSchema = z.discriminatedUnion('action', [
  command.extend({ action: z.literal('add_replicas'), machine_ids: ids }),
  command.extend({ action: z.literal('await_replicas'), machine_ids: ids, timeout_seconds: timeoutSeconds }),
  command.extend({ action: z.literal('set_weights'), weights: z.record(z.string(), z.number().min(0)) }),
  command.extend({ action: z.literal('remove_replicas'), replica_ids: ids }),
  command.extend({
    action: z.literal('restart_replicas'),
    replica_ids: ids,
    engine_args: engineArgsSchema,
    timeout_seconds: timeoutSeconds,
  }),
]);

export type Command = z.infer<typeof commandSchema>;
export type CommandOf<A extends Command['action']> = Extract<Command, { action: A }>;

const addressSchema = z.object({ command_id: z.uuid() });

/** A command as it came over the line; where it cannot be carried out, its id and what is wrong; else undefined. */
export function readCommand(
  text: string,
): Command | { readonly command_id: string; readonly mistake: string } | undefined {
  const message = parseJson(text);
  const read = commandSchema.safeParse(message);
  if (read.success) return read.data;
  const address = addressSchema.safeParse(message);
  const mistake = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  return address.success ? { command_id: address.data.command_id, mistake } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
