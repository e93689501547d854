/** Of one file, as istanbul's json-summary tells it. */
export interface FileCoverage {
  readonly lines: Counted;
  readonly branches: Counted;
}

interface Counted {
  readonly total: number;
  readonly covered: number;
}

/** A part of the platform, and how much of its lines the suite has to run. Shares are percent; the goals are the seed's. */
export interface Component {
  readonly name: string;
  /** Files of the part, as their paths within the platform begin. */
  readonly folders: readonly string[];
  readonly goal: number;
}

export const COMPONENTS: readonly Component[] = [
  { name: 'orchestrator', folders: ['orchestrator/'], goal: 90 },
  { name: 'cost agent', folders: ['agents/cost/'], goal: 85 },
  { name: 'performance agent', folders: ['agents/performance/'], goal: 85 },
  { name: 'resource agent', folders: ['agents/resource/'], goal: 85 },
  { name: 'application agent', folders: ['agents/application/'], goal: 85 },
  { name: 'agents, in common', folders: ['agents/shared/'], goal: 85 },
  { name: 'runtime', folders: ['runtime/'], goal: 85 },
  { name: 'portal, its process', folders: ['portal/server/', 'portal/main.ts'], goal: 80 },
  { name: 'overall', folders: [''], goal: 85 },
];

export interface Covered {
  readonly name: string;
  readonly goal: number;
  /** Undefined where the part has no line that could be run. */
  readonly lines: number | undefined;
  readonly branches: number | undefined;
}

/** What of each component was run. @param files by their path within the platform */
export function coverageOf(files: Readonly<Record<string, FileCoverage>>): readonly Covered[] {
  return COMPONENTS.map(({ name, folders, goal }) => {
    const own = Object.entries(files).filter(([path]) => folders.some((folder) => path.startsWith(folder)));
    const share = (what: keyof FileCoverage) => percentOf(own.map(([, file]) => file[what]));
    return { name, goal, lines: share('lines'), branches: share('branches') };
  });
}

export function isReached({ lines, goal }: Covered): boolean {
  return lines !== undefined && lines >= goal;
}

function percentOf(counts: readonly Counted[]): number | undefined {
  const total = counts.reduce((sum, each) => sum + each.total, 0);
  const covered = counts.reduce((sum, each) => sum + each.covered, 0);
  return total === 0 ? undefined : (100 * covered) / total;
}
