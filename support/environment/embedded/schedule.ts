/** Something that can begin when others are ready. */
export interface Scheduled {
  readonly name: string;
  /** Names of those that have to be ready first. */
  readonly after: readonly string[];
}

/**
 * Runs all side by side, each as soon as those it comes after are done. Once one has failed nothing else begins; when
 * those that run have ended, rejects with the first failure.
 * @throws {Error} before anything runs, when a name is unknown or the order has a cycle.
 */
export async function runInOrder<T extends Scheduled>(
  items: readonly T[],
  run: (item: T) => Promise<void>,
): Promise<void> {
  assertOrder(items);
  const failures: unknown[] = [];
  const begun = new Map<string, Promise<void>>();
  const begin = (item: T): Promise<void> => {
    const known = begun.get(item.name);
    if (known !== undefined) return known;
    const before = items.filter(({ name }) => item.after.includes(name)).map(begin);
    const running = Promise.all(before)
      .then(() => (failures.length === 0 ? run(item) : undefined))
      .catch((error: unknown) => void failures.push(error));
    begun.set(item.name, running);
    return running;
  };
  await Promise.all(items.map(begin));
  if (failures.length > 0) throw failures[0];
}

function assertOrder(items: readonly Scheduled[]): void {
  const afterOf = new Map(items.map(({ name, after }) => [name, after]));
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) throw new Error(`Services wait for each other: ${[...path, name].join(' -> ')}`);
    const after = afterOf.get(name);
    if (after === undefined) throw new Error(`"${path.at(-1)}" waits for "${name}", which is not a service`);
    for (const earlier of after) visit(earlier, [...path, name]);
  };
  for (const { name } of items) visit(name, []);
}
