import { areAlike, machineTypes } from '../../shared/google/machine-types.ts';
import { centsAMonth, GooglePrices } from '../../shared/google/prices.ts';
import type { Project } from '../../shared/google/project.ts';
import type { Gpus } from '../../shared/instance-types.ts';
import { judge, requiredPlacementScore, type SpotOffer } from '../offer-rule.ts';
import { millisecondsADay, timeWeightedMean } from '../spot-mean.ts';
import type { SpotOutlook } from './spot-outlook.ts';

/** Where work could go in the other cloud, and what that would cost. */
export interface Target {
  readonly instanceType: string;
  readonly market: 'on_demand' | 'spot';
  /** Cents a month: at the mean spot price of the last 30 days, or on demand. */
  readonly cents: number;
  /** Share of the machines that the cloud takes back in a month; 0 on demand. */
  readonly interruptionRate: number;
  /** Days of price history behind the mean. */
  readonly historyDays: number;
}

const historyDays = 30;

/** The cheapest machine with GPUs like these; on spot only where the offer rule is met. Undefined where there is none like them. */
export async function cheapestLike(gpus: Gpus, project: Project, outlook: SpotOutlook): Promise<Target | undefined> {
  const to = new Date();
  const period = { from: new Date(to.getTime() - historyDays * millisecondsADay), to };
  const [types, list, history] = await Promise.all([
    machineTypes(project),
    GooglePrices.read(project),
    GooglePrices.read(project, period.from),
  ]);
  const alike = types.filter((type) => areAlike(type.gpus, gpus));
  const targets = alike.flatMap(({ name }): Target[] => {
    const onDemand = list.now(name, 'OnDemand');
    const offered = {
      instanceType: name,
      market: 'on_demand' as const,
      cents: onDemand,
      interruptionRate: 0,
      historyDays,
    };
    const mean = timeWeightedMean(history.history(name, 'Preemptible'), period);
    const advice = outlook.of(name, project.region);
    if (!mean || !advice) return [offered];
    const cents = Math.round(centsAMonth(mean.hourly));
    const spot: SpotOffer = {
      discount: 1 - cents / onDemand,
      interruptionRate: advice.interruptionRate,
      placementScore: advice.capacity > 0 ? requiredPlacementScore : 1,
    };
    if (judge(spot) !== 'offer_rule_met') return [offered];
    const { interruptionRate } = advice;
    return [offered, { instanceType: name, market: 'spot', cents, interruptionRate, historyDays: mean.days }];
  });
  return targets.toSorted((a, b) => a.cents - b.cents)[0];
}
