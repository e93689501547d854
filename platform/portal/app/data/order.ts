/** The same things, the one at `from` at `to`. What would leave the list stays where it is. */
export function moved<T>(things: readonly T[], from: number, to: number): readonly T[] {
  const thing = things[from];
  if (thing === undefined || to < 0 || to >= things.length) return things;
  const others = things.filter((_, k) => k !== from);
  return [...others.slice(0, to), thing, ...others.slice(to)];
}
