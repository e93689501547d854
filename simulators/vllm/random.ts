/** A hash of the text, 32 bits (FNV-1a). */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let k = 0; k < text.length; k++) value = Math.imul(value ^ text.charCodeAt(k), 0x01000193);
  return value >>> 0;
}

/** The items in an order that depends on the seed alone. */
export function shuffled<T>(items: readonly T[], seed: string): readonly T[] {
  let state = hash(seed);
  const keyed = items.map((item) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return { item, key: hash(`${state}`) };
  });
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
