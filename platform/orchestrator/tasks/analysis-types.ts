import type { components } from '../../../contracts/generated/openapi.ts';
import type { TaskType } from '../agents/tasks.ts';

export type AnalysisType = components['schemas']['AnalysisType'];

/** Which task an analysis is (contracts/openapi.yaml, AnalysisType); whose it is stands with the task. */
export const analyses = {
  cost_optimization: 'analyze_cost',
  performance_optimization: 'analyze_performance',
  resource_optimization: 'analyze_resources',
  quality_assurance: 'analyze_quality',
} as const satisfies Readonly<Record<AnalysisType, TaskType>>;

/** Each of them can be asked for without parameters. */
export type AnalysisTask = (typeof analyses)[AnalysisType];

/** In words for the customer. */
export function nameOf(type: AnalysisType): string {
  return type.replace('_', ' ');
}
