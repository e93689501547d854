/** One thing needs another to be done before. */
export interface Need {
  readonly id: string;
  readonly needs: string;
}

/**
 * Things that wait for each other: each needs the next, and the last the first; undefined where there are none. A circle may have any length, one
 * included.
 */
export function circleIn(ids: readonly string[], needs: readonly Need[]): readonly string[] | undefined {
  const done = new Set<string>();
  const from = (id: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(id)) return path.slice(path.indexOf(id));
    if (done.has(id)) return undefined;
    for (const next of neededBy(id, needs)) {
      const circle = from(next, [...path, id]);
      if (circle !== undefined) return circle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of ids) {
    const circle = from(id, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

/** The same ids, each after all that it needs; otherwise as they come. What waits for each other in a circle comes in any order. */
export function inOrder(ids: readonly string[], needs: readonly Need[]): readonly string[] {
  const placed: string[] = [];
  const place = (id: string, path: readonly string[]): void => {
    if (placed.includes(id) || path.includes(id)) return;
    for (const needed of neededBy(id, needs)) if (ids.includes(needed)) place(needed, [...path, id]);
    placed.push(id);
  };
  for (const id of ids) place(id, []);
  return placed;
}

function neededBy(id: string, needs: readonly Need[]): readonly string[] {
  return needs.filter((need) => need.id === id).map((need) => need.needs);
}
