import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import { inAccount } from '../../shared/account.ts';
import { nameOf } from '../../shared/errors.ts';
import { type Account, type Machine, machinesById } from '../../shared/machines.ts';
import { defineTask, TaskError } from '../../shared/task.ts';
import { awaitRunning, type Patience } from '../await-running.ts';
import { launchReplacement } from '../launch-replacement.ts';
import { terminate } from '../terminate.ts';

const parameters = z.object({ optimization_id: z.uuid(), replaces: z.array(z.string().min(1)).min(1) });
const output = z.object({ created: z.array(z.object({ instance_id: z.string(), replaces: z.string() })) });

/**
 * Starts a spot machine for each of the machines and waits until all run. All or nothing: where one cannot be had, those
 * already started are terminated again.
 */
export function createSpotInstances(aws: Aws, patience: Patience) {
  return defineTask({
    parameters,
    output,
    run: ({ optimization_id: optimizationId, replaces }, context) =>
      inAccount(aws, context, async (account) => {
        const originals = await originalsOf(account, replaces);
        const launches = await Promise.allSettled(
          originals.map((original) => launchReplacement(account, original, optimizationId)),
        );
        const started = launches.flatMap((launch) => (launch.status === 'fulfilled' ? [launch.value] : []));
        try {
          const failed = launches.find((launch) => launch.status === 'rejected');
          if (failed) throw failed.reason;
          await awaitRunning(
            account,
            started.map(({ instanceId }) => instanceId),
            patience,
          );
        } catch (error) {
          await terminate(
            account,
            started.map(({ instanceId }) => instanceId),
          );
          throw asRefusal(error);
        }
        return {
          created: started.map(({ instanceId, replaces: old }) => ({ instance_id: instanceId, replaces: old })),
        };
      }),
  });
}

async function originalsOf(account: Account, instanceIds: readonly string[]): Promise<readonly Machine[]> {
  const found = await machinesById(account, instanceIds);
  const missing = instanceIds.filter((id) => !found.some(({ instanceId }) => instanceId === id));
  if (missing.length === 0) return found;
  throw new TaskError('unknown_instance', `The account has no machine ${missing.join(', ')}`, { retryable: false });
}

function asRefusal(error: unknown): unknown {
  if (!noCapacity.includes(nameOf(error))) return error;
  const said = error instanceof Error ? error.message : '';
  return new TaskError('no_spot_capacity', `The cloud has no spot capacity: ${said}`, {
    retryable: false,
    cause: error,
  });
}

/** EC2's error codes for what cannot be had on the spot market now. */
const noCapacity = ['InsufficientInstanceCapacity', 'SpotMaxPriceTooLow', 'MaxSpotInstanceCountExceeded'];
