import type { Project } from './projects/project.ts';

interface Outlook {
  /** Share of the machines taken back in a month, 0..1. */
  readonly interruption_rate: number;
  /** Machines that may still be had. */
  readonly capacity: number;
}

/** What is known about one project's spot markets, by region and type of machine. Google publishes nothing of the kind. */
export type SpotOutlook = Readonly<Record<string, Readonly<Record<string, Outlook>>>>;

export function spotOutlook(project: Project): SpotOutlook {
  const pools = [...project.pools.values()].map(({ instanceType, interruptionRate, capacity }) => {
    return [instanceType, { interruption_rate: interruptionRate, capacity }];
  });
  return { [project.region]: Object.fromEntries(pools) };
}
