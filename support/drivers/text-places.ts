import type { ContractOperation, Schema } from './contract-operations';

/** One place in a request where a text can stand. */
export interface TextPlace {
  readonly in: 'path' | 'query' | 'body';
  /** Names and indices that lead to it. */
  readonly at: readonly (string | number)[];
}

/** Every parameter, and every text in what is sent, of an operation. */
export function textPlaces({ parameters, body }: ContractOperation): readonly TextPlace[] {
  return [
    ...parameters.flatMap(({ name, in: place }) => (place === 'header' ? [] : [{ in: place, at: [name] }])),
    ...(body ? inSchema(body).map((at) => ({ in: 'body' as const, at })) : []),
  ];
}

/** Puts a text in its place. What leads there is made where it is missing. */
export function placed<T>(value: T, [step, ...rest]: TextPlace['at'], text: string): T {
  if (step === undefined) return text as T;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string | number, unknown>;
  copy[step] = placed(copy[step] ?? (typeof rest[0] === 'number' ? [] : {}), rest, text);
  return copy as T;
}

function inSchema({ type, properties = {}, items, oneOf }: Schema): readonly TextPlace['at'][] {
  if (type === 'string') return [[]];
  return [
    ...(oneOf?.[0] ? inSchema(oneOf[0]) : []),
    ...(items ? inSchema(items).map((at) => [0, ...at]) : []),
    ...Object.entries(properties).flatMap(([name, schema]) => inSchema(schema).map((at) => [name, ...at])),
  ];
}
