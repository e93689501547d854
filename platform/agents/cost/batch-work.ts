import type { Machine } from '../shared/machines.ts';

/** Work that may be interrupted and is not waited for. Only such may move to another machine by itself. */
export function isBatchWork({ tags, faultTolerant, latencyCritical }: Machine): boolean {
  return tags.get('workload') === 'batch' && faultTolerant && !latencyCritical;
}
