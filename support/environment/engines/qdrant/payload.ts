/** The JSON object kept with a point. */
export type Payload = Readonly<Record<string, unknown>>;

/** Which keys of a payload an answer carries: all, none, or chosen paths. */
export type PayloadSelector =
  | boolean
  | readonly string[]
  | { readonly include: readonly string[] }
  | { readonly exclude: readonly string[] };

/**
 * The values at a path: keys joined by dots, `[]` for every and `[n]` for one element of an array. Nothing where the
 * path leads nowhere.
 */
export function valuesAt(payload: unknown, path: string): readonly unknown[] {
  return path
    .split('.')
    .reduce<readonly unknown[]>((values, part) => values.flatMap((value) => step(value, part)), [payload]);
}

/** The part of a payload an answer carries, undefined for none. */
export function selectPayload(payload: Payload, selector: PayloadSelector): Payload | undefined {
  if (typeof selector === 'boolean') return selector ? payload : undefined;
  if ('exclude' in selector) return without(payload, selector.exclude.map(keysOf));
  return only(payload, ('include' in selector ? selector.include : selector).map(keysOf));
}

/** The payload without the values at the given paths. */
export function withoutPaths(payload: Payload, paths: readonly string[]): Payload {
  return without(payload, paths.map(keysOf));
}

function step(value: unknown, part: string): readonly unknown[] {
  const [key = '', ...brackets] = part.split('[');
  if (!isObject(value) || !Object.hasOwn(value, key)) return [];
  return brackets.reduce<readonly unknown[]>(
    (values, bracket) => values.flatMap((list) => elements(list, bracket)),
    [value[key]],
  );
}

function elements(list: unknown, bracket: string): readonly unknown[] {
  if (!Array.isArray(list)) return [];
  const index = bracket.slice(0, -1);
  return index === '' ? list : list.slice(Number(index), Number(index) + 1);
}

function keysOf(path: string): readonly string[] {
  return path.split('.').map((part) => part.replace(/\[\d*\]/g, ''));
}

function only(payload: Payload, paths: readonly (readonly string[])[]): Payload {
  const kept = Object.entries(payload).flatMap(([key, value]): [string, unknown][] => {
    const rests = restsBelow(paths, key);
    if (rests.length === 0) return [];
    return [[key, rests.some((rest) => rest.length === 0) ? value : deeper(value, (child) => only(child, rests))]];
  });
  return Object.fromEntries(kept);
}

function without(payload: Payload, paths: readonly (readonly string[])[]): Payload {
  const kept = Object.entries(payload).flatMap(([key, value]): [string, unknown][] => {
    const rests = restsBelow(paths, key);
    if (rests.some((rest) => rest.length === 0)) return [];
    return [[key, rests.length === 0 ? value : deeper(value, (child) => without(child, rests))]];
  });
  return Object.fromEntries(kept);
}

function restsBelow(paths: readonly (readonly string[])[], key: string): readonly (readonly string[])[] {
  return paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
}

function deeper(value: unknown, change: (child: Payload) => Payload): unknown {
  if (Array.isArray(value)) return value.map((element) => deeper(element, change));
  return isObject(value) ? change(value) : value;
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
