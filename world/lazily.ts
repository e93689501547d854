type Makers<T> = { readonly [Part in keyof T]: () => T[Part] };

/** An object whose parts are made when they are first asked for, each once. */
export function lazily<T extends object>(makers: Makers<T>): T {
  const made = new Map<PropertyKey, unknown>();
  const parts = Object.entries<() => unknown>(makers).map(([part, make]) => {
    const get = (): unknown => {
      if (!made.has(part)) made.set(part, make());
      return made.get(part);
    };
    return [part, { get, enumerable: true }] as const;
  });
  // Each part is what its maker makes.
  return Object.defineProperties({}, Object.fromEntries(parts)) as T;
}
