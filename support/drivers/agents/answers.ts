import type { components } from '../../../contracts/generated/agents';

export type Task = components['schemas']['Task'];

/** Names of the schemas of what comes of a task, by its type; a scripted agent does only these. */
export const OUTPUTS = {
  analyze_cost: 'AnalyzeCostOutput',
  analyze_performance: 'AnalyzePerformanceOutput',
  analyze_resources: 'AnalyzeResourcesOutput',
  analyze_quality: 'AnalyzeQualityOutput',
} as const;

export type ScriptedTask = keyof typeof OUTPUTS;

/** Ways to answer that no contract allows. */
export type Nonsense = 'no JSON' | 'a result with gaps' | 'a result of another task' | 'an internal error';

/** A sound result that tells whose it is. */
export function outputOf(type: ScriptedTask, agent: string): object {
  const findings = [
    { kind: type, instance_ids: [], decision: 'refused', reason: 'no_bottleneck', facts: { found_by: agent } },
  ];
  switch (type) {
    case 'analyze_cost':
      return { monthly_cost: 120_000, findings, recommendations: [] };
    case 'analyze_performance':
    case 'analyze_resources':
      return { findings, recommendations: [] };
    case 'analyze_quality':
      return { deployments: [{ deployment: agent, quality: 0.96, hallucination_share: 0.02, answers: 100 }] };
  }
}

/** The status and the text of an answer that must be refused. */
export function nonsense(
  how: Nonsense,
  task: Task,
  output: object,
): { readonly status: number; readonly body: string } {
  const result = { task_id: task.task_id, status: 'completed', output };
  switch (how) {
    case 'no JSON':
      return { status: 200, body: 'All is well!' };
    case 'a result with gaps':
      return { status: 200, body: JSON.stringify({ ...result, output: {} }) };
    case 'a result of another task':
      return { status: 200, body: JSON.stringify({ ...result, task_id: '00000000-0000-4000-8000-000000000000' }) };
    case 'an internal error':
      return { status: 500, body: JSON.stringify(result) };
  }
}
