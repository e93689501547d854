import type { Aws } from '../../../shared/aws.ts';
import { inMetrics } from '../../shared/account.ts';
import type { Project } from '../../shared/google/project.ts';
import { instanceTypes } from '../../shared/instance-types.ts';
import type { Account, Machine } from '../../shared/machines.ts';
import type { OnDemandPrices } from '../../shared/prices.ts';
import type { TaskContext } from '../../shared/task.ts';
import { transferOutOf } from '../../shared/transfer.ts';
import { isBatchWork } from '../batch-work.ts';
import { dataVolume } from './data-volume.ts';
import { type Candidate, type Judgement, judgePlacement } from './placement.ts';
import { readSpotOutlook, type SpotOutlook } from './spot-outlook.ts';
import { cheapestLike, type Target } from './target.ts';

export interface PlacementSources {
  readonly aws: Aws;
  readonly onDemand: OnDemandPrices;
  /** URL, in which {project_id} stands for the customer's project. */
  readonly outlookUrl: string;
}

/** A customer with an account in both clouds. */
export interface BothClouds {
  readonly account: Account;
  readonly project: Project;
  readonly context: TaskContext;
}

/** Which batch work at AWS would cost less at Google, its data's transfer included, and why the rest would not. */
export async function analysePlacement(
  machines: readonly Machine[],
  clouds: BothClouds,
  sources: PlacementSources,
): Promise<readonly Judgement[]> {
  const batch = machines.filter(isBatchWork);
  if (batch.length === 0) return [];
  const { account, project } = clouds;
  const [outlook, tiers] = await Promise.all([
    readSpotOutlook(sources.outlookUrl, project.projectId),
    transferOutOf(sources.aws, account.region),
  ]);
  const targets = await targetsFor(batch, clouds, outlook);
  const candidates = await Promise.all(batch.map((machine) => candidateOf(machine, targets, { clouds, sources })));
  return candidates.map((candidate) => judgePlacement(candidate, { tiers, region: project.region }));
}

type Targets = ReadonlyMap<string, Target | undefined>;

async function targetsFor(
  machines: readonly Machine[],
  { account, project }: BothClouds,
  outlook: SpotOutlook,
): Promise<Targets> {
  const names = [...new Set(machines.map(({ instanceType }) => instanceType))];
  const types = await instanceTypes(account, names);
  const found = types.map(async ({ name, gpus }) => {
    return [name, gpus && (await cheapestLike(gpus, project, outlook))] as const;
  });
  return new Map(await Promise.all(found));
}

async function candidateOf(
  machine: Machine,
  targets: Targets,
  { clouds, sources }: { readonly clouds: BothClouds; readonly sources: PlacementSources },
): Promise<Candidate> {
  const [cents, gigabytes] = await Promise.all([
    sources.onDemand.of(machine.instanceType, machine.region),
    inMetrics(sources.aws, clouds.context, (cloudWatch) => dataVolume(cloudWatch, machine.instanceId)),
  ]);
  return { machine, cents, gigabytes, target: targets.get(machine.instanceType) };
}
