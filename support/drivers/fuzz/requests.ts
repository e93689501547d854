import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { ContractOperation, Parameter, Schema } from '../contract-operations';
import { DEEP, oddBody, oddFor, oddText } from './oddities';
import { type Known, ordinary } from './ordinary';

/** Something that is sent to an operation, as it goes over the wire. */
export interface Input {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Undefined for none at all. */
  readonly body: string | undefined;
  /** Whether the contract forbids it, so that it has to be refused. */
  readonly isForbidden: boolean;
}

/** Changes what is sent where it would reach others, such as agents that would get other people's work. */
export type Tamer = (body: unknown) => unknown;

/** One in so many inputs is as the contract wants it; the others are wrong in one place, or anything at all. */
const ORDINARY_WEIGHT = 1;
const ODD_WEIGHT = 5;

/** Inputs for one operation. */
export function inputs(operation: ContractOperation, known: Known, tame: Tamer = (body) => body): fc.Arbitrary<Input> {
  const { method, path, parameters, body: schema } = operation;
  const validate = schema && ajv().compile(schema);
  const body = schema ? bodies(schema, known, tame) : fc.constant(undefined);
  return fc.record({ values: valuesOf(parameters, known), body }).map(({ values, body: sent }) => ({
    method: method.toUpperCase(),
    target: targetOf(path, parameters, values),
    body: sent,
    isForbidden: !parameters.every((each) => isAllowed(each, values[each.name])) || isRefused(validate, sent),
  }));
}

/** At each field of its type, whatever else chance brings about: what no store can keep as it is. */
const CERTAIN: Readonly<Record<string, readonly unknown[]>> = {
  string: ['\ud800', 'a\u0000b'],
  integer: [2 ** 53, -1],
  number: [1e300, -1],
};

/** In place of a number that is sent as text, what careless readers take for one. */
const CERTAIN_FOR_NUMBERS: readonly string[] = [' ', '0x10'];

/**
 * Inputs that are sent in any case, to what exists where anything does: an ordinary one to each id but the first of its kind, which are
 * other people's; a mistake in a single parameter or field of the body each; too deep a body.
 */
export function certainInputs(
  { method, path, parameters, body: schema }: ContractOperation,
  known: Known,
  tame: Tamer = (body) => body,
): readonly Input[] {
  const { values, body } = ordinaryInput({ parameters, body: schema }, known);
  const wantsBody = schema && ajv().compile(schema);
  const input = (sent: Values, text: string | undefined, isForbidden: boolean): Input => ({
    method: method.toUpperCase(),
    target: targetOf(path, parameters, sent),
    body: text,
    isForbidden,
  });
  const inBody = (schema ? placesIn(schema) : []).flatMap((place) =>
    (CERTAIN[String(place.schema.type)] ?? []).map((value) => {
      const text = JSON.stringify(tame(withMistake(body, place.path, { value })));
      return input(values, text, isRefused(wantsBody, text));
    }),
  );
  const inParameters = parameters
    .filter(isNumber)
    .flatMap(({ name }) =>
      CERTAIN_FOR_NUMBERS.map((text) =>
        input({ ...values, [name]: text }, body === undefined ? undefined : JSON.stringify(tame(body)), true),
      ),
    );
  const toOthers = othersIn(known).flatMap(({ name, id }) => {
    const aimed = ordinaryInput({ parameters, body: schema }, { ...known, [name]: [id] });
    const text = aimed.body === undefined ? undefined : JSON.stringify(tame(aimed.body));
    return isMeant(aimed, id) ? [input(aimed.values, text, false)] : [];
  });
  return [...toOthers, ...inBody, ...inParameters, ...(schema ? [input(values, DEEP, true)] : [])];
}

function ordinaryInput({ parameters, body }: Pick<ContractOperation, 'parameters' | 'body'>, known: Known) {
  const values = parameters.map(({ name, schema }) => {
    return [name, known[name]?.[0] ?? textOf(oneOf(ordinary(schema, known, name)))] as const;
  });
  return { values: Object.fromEntries(values), body: body && oneOf(ordinary(body, known)) };
}

function othersIn(known: Known): readonly { readonly name: string; readonly id: string }[] {
  return Object.entries(known).flatMap(([name, ids]) => ids.slice(1).map((id) => ({ name, id })));
}

function isMeant({ values, body }: ReturnType<typeof ordinaryInput>, id: string): boolean {
  return Object.values(values).includes(id) || (body !== undefined && JSON.stringify(body).includes(id));
}

function oneOf(arbitrary: fc.Arbitrary<unknown>): unknown {
  return fc.sample(arbitrary, { seed: 1, numRuns: 1 })[0];
}

/** Values of parameters; an absent one is undefined. */
type Values = Readonly<Record<string, string | undefined>>;

function valuesOf(parameters: readonly Parameter[], known: Known): fc.Arbitrary<Values> {
  const each = parameters.map((parameter) => [parameter.name, valueFor(parameter, known)] as const);
  return fc.record(Object.fromEntries(each), { noNullPrototype: true });
}

function valueFor({ name, in: place, required, schema }: Parameter, known: Known): fc.Arbitrary<string | undefined> {
  const value = ordinary(schema, known, name).map(textOf);
  const usual = required ? value : fc.option(value, { nil: undefined });
  const absent = place === 'query' ? [fc.constant(undefined)] : [];
  const odd = fc.oneof(oddFor(schema).map(textOf), oddText, ...absent);
  return fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: odd });
}

/** As it stands in a path or a query. Not every object that JSON can hold knows how to be a text: {"toString": null} does not. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function targetOf(path: string, parameters: readonly Parameter[], values: Values): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(values[name] ?? ''));
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && values[parameter.name] !== undefined)
    .map(({ name }) => `${name}=${encoded(values[name] ?? '')}`);
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
}

/** The two that look like a mistake of the encoding go as they are; halves of characters cannot be encoded, and are replaced. */
function encoded(value: string): string {
  return value === '%' || value === '%00' ? value : encodeURIComponent(Buffer.from(value).toString()).slice(0, 4_000);
}

/** A number as JSON writes it (RFC 8259, 6): neither a blank nor 0x10 is one. */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;

function isAllowed({ required, schema }: Parameter, value: string | undefined): boolean {
  if (value === undefined) return !required;
  return ajv().validate(schema, isNumber({ schema }) && NUMBER.test(value) ? Number(value) : value);
}

function isNumber({ schema }: Pick<Parameter, 'schema'>): boolean {
  return schema.type === 'integer' || schema.type === 'number';
}

function bodies(schema: Schema, known: Known, tame: Tamer): fc.Arbitrary<string | undefined> {
  const valid = ordinary(schema, known);
  const mistaken = fc
    .tuple(
      valid,
      fc.constantFrom(...placesIn(schema)).chain((place) => fc.tuple(fc.constant(place.path), mistakeAt(place))),
    )
    .map(([body, [path, mistake]]) => withMistake(body, path, mistake));
  const asText = (arbitrary: fc.Arbitrary<unknown>) => arbitrary.map((each) => JSON.stringify(tame(each)));
  return fc.oneof(
    { weight: ORDINARY_WEIGHT, arbitrary: asText(valid) },
    { weight: ODD_WEIGHT - 1, arbitrary: asText(mistaken) },
    { weight: 1, arbitrary: fc.option(oddBody, { nil: undefined }) },
  );
}

type Path = readonly (string | number)[];
interface SchemaPlace {
  readonly path: Path;
  readonly schema: Schema;
}
/** What is put in a place; undefined takes away what is there. */
type Mistake = { readonly value: unknown };

function mistakeAt({ schema }: SchemaPlace): fc.Arbitrary<Mistake> {
  return fc.oneof(
    { weight: 6, arbitrary: oddFor(schema).map((value) => ({ value })) },
    { weight: 1, arbitrary: fc.constant({ value: undefined }) },
  );
}

/** Where mistakes can be made: at each field, at fields of the first item of a list, and at one that nobody knows. */
function placesIn(schema: Schema, path: Path = []): readonly SchemaPlace[] {
  if (schema.oneOf) return schema.oneOf.flatMap((each) => placesIn(each, path));
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => [
    { path: [...path, name], schema: each },
    ...placesIn(each, [...path, name]),
  ]);
  const items = schema.items
    ? [{ path: [...path, 0], schema: schema.items }, ...placesIn(schema.items, [...path, 0])]
    : [];
  return [...fields, ...(schema.properties ? [{ path: [...path, 'unknown_field'], schema: {} }] : []), ...items];
}

/** A copy with another value in a place, if the place is there. */
function withMistake(value: unknown, [step, ...rest]: Path, mistake: Mistake): unknown {
  if (step === undefined) return mistake.value;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string | number, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
  copy[step] = withMistake(copy[step], rest, mistake);
  return copy;
}

/** Whether a body is not what the schema wants. What is not even JSON never is; a mark of the byte order before it may be ignored (RFC 8259, 8.1). */
function isRefused(validate: ValidateFunction | undefined, body = ''): boolean {
  if (validate === undefined) return false;
  try {
    return !validate(JSON.parse(body.replace(/^\uFEFF/, '')));
  } catch {
    return true;
  }
}

let shared: Ajv2020 | undefined;
function ajv(): Ajv2020 {
  shared ??= addFormats(
    new Ajv2020({ strict: false, strictNumbers: true, validateSchema: false }),
  ) as unknown as Ajv2020;
  return shared;
}
