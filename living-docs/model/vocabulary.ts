import type { Query } from '@cucumber/query';

/** A sentence that features can be written with. */
export interface Definition {
  readonly text: string;
  /** path:line */
  readonly location: string;
  /** Places in the features where it stands; rows of examples do not count. */
  readonly uses: number;
}

export function definitionsIn(query: Query): readonly Definition[] {
  const places = new Map(query.findAllPickleSteps().map(({ id, astNodeIds }) => [id, astNodeIds[0] ?? id]));
  const uses = new Map<string, Set<string>>();
  for (const { pickleStepId, stepDefinitionIds = [] } of query.findAllTestSteps())
    for (const id of stepDefinitionIds)
      uses.set(id, (uses.get(id) ?? new Set()).add(places.get(pickleStepId ?? '') ?? ''));
  return query.findAllStepDefinitions().map(({ id, pattern, sourceReference: { uri = '', location } }) => ({
    text: pattern.source,
    location: location ? `${uri}:${location.line}` : uri,
    uses: uses.get(id)?.size ?? 0,
  }));
}
