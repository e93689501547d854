import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import { inAccount } from '../../shared/account.ts';
import { instanceIds } from '../../shared/schemas.ts';
import { defineTask } from '../../shared/task.ts';
import { terminate } from '../terminate.ts';

/** Ends machines. One that is already gone is no error, so that the task may be asked for again. */
export function terminateInstances(aws: Aws) {
  return defineTask({
    parameters: z.object({ instance_ids: instanceIds }),
    output: z.object({ terminated: instanceIds }),
    run: (parameters, context) =>
      inAccount(aws, context, async (account) => ({ terminated: await terminate(account, parameters.instance_ids) })),
  });
}
