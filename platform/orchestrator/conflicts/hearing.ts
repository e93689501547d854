import type { Deployment } from '../../shared/gateway.ts';
import type { TaskRouter } from '../agents/router.ts';
import type { TaskParameters } from '../agents/tasks.ts';
import { isPresent } from '../optimizations/weights.ts';
import type { Contender } from './contender.ts';
import type { Hearing, Verdict } from './objections.ts';

export interface Witness {
  readonly router: TaskRouter;
  readonly customerId: string;
  readonly deployments: readonly Deployment[];
  /** What is asked about a contender, as when it was validated. */
  readonly askedAbout: (contender: Contender) => Promise<TaskParameters['validate_recommendation']>;
}

/** Asks the performance agent, who answers by what the fleet does at this moment, and of a part the application agent as well. @throws TaskError */
export function performanceHearing({ router, customerId, deployments, askedAbout }: Witness): Hearing {
  const ask = async (parameters: TaskParameters['validate_recommendation']): Promise<Verdict> => {
    const { approved, reason } = await router.run('validate_recommendation', { customerId, parameters });
    return { approved, reason };
  };
  return {
    after: async (contender, before) =>
      ask({
        ...(await askedAbout(contender)),
        after: before.flatMap(({ settings }) =>
          settings ? [{ deployment: settings.deployment, engine_args: settings.engineArgs }] : [],
        ),
      }),
    part: async (contender) => {
      const asked = await askedAbout(contender);
      const isSparable = async (id: string) => (await ask({ ...asked, instance_ids: [id] })).approved;
      const { instanceIds, deployment } = largestGroup(
        await sparableOf(contender.instanceIds, isSparable),
        deployments,
      );
      if (deployment === undefined || instanceIds.length === contender.instanceIds.length) return undefined;
      const verdict = await ask({ ...asked, instance_ids: [...instanceIds] });
      if (!verdict.approved) return undefined;
      // The whole may have been compared with the answers of another deployment.
      const baseline = await router.run('establish_baseline', { customerId, parameters: { deployment } });
      return baseline.approved ? { instanceIds, verdict } : undefined;
    },
  };
}

/** Whether each machine alone could go. */
async function sparableOf(
  instanceIds: readonly string[],
  isSparable: (instanceId: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const verdicts = await Promise.all(instanceIds.map(isSparable));
  return instanceIds.filter((_, k) => verdicts[k]);
}

interface Group {
  readonly instanceIds: readonly string[];
  readonly deployment: string | undefined;
}

/** Only machines of one deployment can be replaced in one rollout: those of the one that has most of them. */
function largestGroup(instanceIds: readonly string[], deployments: readonly Deployment[]): Group {
  const groups = deployments.map(({ name, replicas }) => ({
    deployment: name,
    instanceIds: instanceIds.filter((id) => replicas.some((one) => isPresent(one) && one.machine_id === id)),
  }));
  const [largest] = groups.toSorted((a, b) => b.instanceIds.length - a.instanceIds.length);
  return largest && largest.instanceIds.length > 0 ? largest : { instanceIds: [], deployment: undefined };
}
