import { randomUUID } from 'node:crypto';
import type { components } from '../../../contracts/generated/events.ts';
import { type Change, inChange, type Reader, type Stores } from '../database/change.ts';
import { waitUntil } from '../stores/wait-until.ts';
import { channels } from '../stores/wakeups.ts';
import { keepDeployments } from './inventory.ts';

export type Command = components['schemas']['Command'];
export type CommandResult = components['schemas']['CommandResult'];
type NewCommand = Omit<Command, 'kind' | 'command_id'>;

/** The runtime could not carry out a command, or did not answer in time. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandError';
  }
}

/** Nothing was heard of the runtime in time: it may be away, and the command may succeed when it is back. */
export class RuntimeSilent extends CommandError {}

export interface CommandRequest {
  readonly customerId: string;
  /** What the command is for. As long as its last attempt has not failed, the same key means the same command. */
  readonly key: string;
  readonly command: NewCommand;
  readonly limitSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Has the customer's runtime carry out a command. The command is kept before it is sent, whichever orchestrator holds the line, and whoever
 * asks again with the same key after a crash waits for the same command. Deployments are up to date when this is answered.
 * @throws CommandError, a RuntimeSilent where no answer came; the signal's reason when it is aborted
 */
export async function runCommand(stores: Stores, request: CommandRequest): Promise<void> {
  const { action } = request.command;
  const id = await keepCommand(stores, request);
  try {
    const answer = await waitUntil(stores.wakeups, {
      channel: channels.commandResult(id),
      probe: () => readAnswer(stores.db, id),
      limitSeconds: request.limitSeconds,
      signal: request.signal,
    });
    if (answer === undefined)
      throw new RuntimeSilent(`Your runtime did not carry out ${action} within ${request.limitSeconds} s`);
    if (answer.status === 'succeeded') return;
    throw new CommandError(`Your runtime could not carry out ${action}: ${answer.error ?? 'no reason given'}`);
  } catch (error) {
    await abandon(stores.db, id);
    throw error;
  }
}

/** The commands that the runtime has not answered yet, in the order in which they were given. */
export async function waitingCommands(db: Reader, customerId: string): Promise<readonly Command[]> {
  const rows = await db
    .selectFrom('runtime_commands')
    .select(['id', 'command'])
    .where('customer_id', '=', customerId)
    .where('status', '=', 'waiting')
    .orderBy('sequence')
    .execute();
  // Only keepCommand writes the column.
  return rows.map(({ id, command }) => ({ kind: 'command', command_id: id, ...(command as NewCommand) }));
}

/** Keeps the answer to a command and the fleet as it is now. An answer that comes too late changes the fleet only. */
export async function keepResult(change: Change, customerId: string, result: CommandResult): Promise<void> {
  await change.trx
    .updateTable('runtime_commands')
    .set({ status: result.ok ? 'succeeded' : 'failed', error: result.error ?? null, answered_at: new Date() })
    .where('id', '=', result.command_id)
    .where('customer_id', '=', customerId)
    .where('status', '=', 'waiting')
    .execute();
  // A runtime that could not ask its gateway tells of no deployments; that is not the same as there being none.
  if (result.ok || result.deployments.length > 0) await keepDeployments(change.trx, customerId, result.deployments);
  change.wake(channels.commandResult(result.command_id));
}

async function keepCommand(stores: Stores, { customerId, key, command }: CommandRequest): Promise<string> {
  return inChange(stores, async ({ trx, wake }) => {
    const last = await trx
      .selectFrom('runtime_commands')
      .select(['id', 'attempt', 'status'])
      .where('customer_id', '=', customerId)
      .where('key', '=', key)
      .orderBy('attempt', 'desc')
      .executeTakeFirst();
    if (last?.status === 'waiting' || last?.status === 'succeeded') return last.id;
    const id = randomUUID();
    const attempt = (last?.attempt ?? 0) + 1;
    await trx
      .insertInto('runtime_commands')
      .values({ id, customer_id: customerId, key, attempt, command: JSON.stringify(command), status: 'waiting' })
      .execute();
    wake(channels.commands(customerId));
    return id;
  });
}

function readAnswer(db: Reader, id: string) {
  return db
    .selectFrom('runtime_commands')
    .select(['status', 'error'])
    .where('id', '=', id)
    .where('status', '<>', 'waiting')
    .executeTakeFirst();
}

/** A command that nobody waits for any more must not be carried out when the runtime comes back. */
async function abandon(db: Reader, id: string): Promise<void> {
  await db
    .updateTable('runtime_commands')
    .set({ status: 'abandoned' })
    .where('id', '=', id)
    .where('status', '=', 'waiting')
    .execute();
}
