import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import type { Gcp } from '../../../shared/gcp.ts';
import { inAccount } from '../../shared/account.ts';
import { projectOf } from '../../shared/google/project.ts';
import { instanceIds } from '../../shared/schemas.ts';
import { awsOf, defineTask, type TaskContext } from '../../shared/task.ts';
import { terminateInProject } from '../google/terminate.ts';
import { type Condemned, terminate } from '../terminate.ts';

/** Ends machines, in whichever cloud they run. One that is already gone is no error, so that the task may be asked for again. */
export function terminateInstances({ aws, gcp }: { readonly aws: Aws; readonly gcp: Gcp }) {
  return defineTask({
    parameters: z.object({ instance_ids: instanceIds, created_for: z.uuid().optional() }),
    output: z.object({ terminated: instanceIds }),
    run: async ({ instance_ids: ids, created_for: createdFor }, context) => {
      const ended = await Promise.all([
        endAtAws(aws, context, { ids: ids.filter(isAtAws), createdFor }),
        endAtGoogle(gcp, context, { ids: ids.filter((id) => !isAtAws(id)), createdFor }),
      ]);
      return { terminated: ended.flat() };
    },
  });
}

/** AWS's ids begin with i-, Google's are numbers. */
function isAtAws(instanceId: string): boolean {
  return instanceId.startsWith('i-');
}

async function endAtAws(aws: Aws, context: TaskContext, condemned: Condemned): Promise<readonly string[]> {
  if (!namesAny(condemned) || !awsOf(context)) return [];
  return inAccount(aws, context, (account) => terminate(account, condemned));
}

async function endAtGoogle(gcp: Gcp, context: TaskContext, condemned: Condemned): Promise<readonly string[]> {
  const project = namesAny(condemned) ? await projectOf(gcp, context) : undefined;
  return project ? terminateInProject(project, condemned) : [];
}

function namesAny({ ids, createdFor }: Condemned): boolean {
  return ids.length > 0 || createdFor !== undefined;
}
