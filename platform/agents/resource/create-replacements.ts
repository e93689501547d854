import { nameOf } from '../shared/errors.ts';
import { type Account, type Machine, machinesById } from '../shared/machines.ts';
import { TaskError } from '../shared/task.ts';
import { awaitRunning, LostWhileStarting, type Patience } from './await-running.ts';
import { launchReplacement, type Purchase, type Replacement } from './launch-replacement.ts';
import { terminate } from './terminate.ts';

export interface ReplacementOrder extends Purchase {
  /** Instance ids of the machines to be replaced. */
  readonly replaces: readonly string[];
}

/**
 * Starts a machine for each of the machines and waits until all run. All or nothing: where one cannot be had, those
 * already started are terminated again.
 * @throws TaskError no_spot_capacity, no_capacity, instance_not_ready, unknown_instance
 */
export async function createReplacements(
  account: Account,
  order: ReplacementOrder,
  patience: Patience,
): Promise<readonly Replacement[]> {
  const originals = await originalsOf(account, order.replaces);
  const launches = await Promise.allSettled(originals.map((original) => launchReplacement(account, original, order)));
  const started = launches.flatMap((launch) => (launch.status === 'fulfilled' ? [launch.value] : []));
  const ids = started.map(({ instanceId }) => instanceId);
  try {
    const failed = launches.find((launch) => launch.status === 'rejected');
    if (failed) throw failed.reason;
    await awaitRunning(account, ids, patience);
    return started;
  } catch (error) {
    await terminate(account, { ids });
    throw asRefusal(error, order);
  }
}

/** The machines of the ids. @throws TaskError unknown_instance */
export async function originalsOf(account: Account, instanceIds: readonly string[]): Promise<readonly Machine[]> {
  const found = await machinesById(account, instanceIds);
  const missing = instanceIds.filter((id) => !found.some(({ instanceId }) => instanceId === id));
  if (missing.length === 0) return found;
  throw new TaskError('unknown_instance', `The account has no machine ${missing.join(', ')}`, { retryable: false });
}

function asRefusal(error: unknown, { onDemandType }: Purchase): unknown {
  if (!(error instanceof LostWhileStarting) && !noCapacity.includes(nameOf(error))) return error;
  const said = error instanceof Error ? error.message : '';
  const [code, capacity] = onDemandType
    ? ['no_capacity', `capacity for ${onDemandType} on demand`]
    : ['no_spot_capacity', 'spot capacity'];
  return new TaskError(code, `The cloud has no ${capacity}: ${said}`, { retryable: false, cause: error });
}

/** EC2's error codes for what cannot be had now. */
const noCapacity = ['InsufficientInstanceCapacity', 'SpotMaxPriceTooLow', 'MaxSpotInstanceCountExceeded'];
