import { percentile } from '../drivers/load/distribution';
import type { Addresses } from '../environment/addresses';
import type { Figure } from './figures';
import { measureRouting, type RoutingRun } from './routing';

const LOAD = { tasks: 300, atOnce: 15 } as const;

/** How many tasks a second go through orchestrator, queue and agent and back; and what is lost when one of three agents dies meanwhile. */
export async function routingFigures(addresses: Addresses, tell: (what: string) => void): Promise<readonly Figure[]> {
  tell('the routing of tasks to three agents');
  const calm = await measureRouting(addresses, { ...LOAD, dying: false });
  tell('the routing of tasks while one of three agents dies');
  const dying = await measureRouting(addresses, { ...LOAD, dying: true });
  return [
    ...figuresOf('', calm),
    ...figuresOf(', one of three agents dying', dying),
    {
      figure: 'tasks lost, one of three agents dying',
      unit: 'count',
      target: 0,
      measured: dying.lost,
      note: `of ${LOAD.tasks}`,
    },
  ];
}

function figuresOf(when: string, { perSecond, completed }: RoutingRun): readonly Figure[] {
  const at = (share: number) => percentile(completed, share)?.toFixed(0) ?? '?';
  const note = `${completed.length} tasks, ${LOAD.atOnce} at once: P50 ${at(0.5)} ms, P95 ${at(0.95)} ms, P99 ${at(0.99)} ms`;
  return [
    { figure: `tasks routed${when}`, unit: 'a second', target: 20, atLeast: true, measured: perSecond, note },
    {
      figure: `a task to an agent and back, P95${when}`,
      unit: 'ms',
      target: 2_000,
      measured: percentile(completed, 0.95),
    },
  ];
}
