import fc from 'fast-check';
import type { Schema } from '../contract-operations';

const LONG = 'a'.repeat(20_000);

/** Texts that programs trip over: empty, blank, control characters, halves of characters, commands of other languages, look-alikes of other types. */
const TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\u001b[31m',
  '\ud800',
  'a\udc00b',
  '\ufeff',
  '\u202egnp.exe',
  'Ａｃｍｅ',
  '👩‍👩‍👧‍👦'.repeat(50),
  'İıſK',
  "' or 1=1; drop table customers; --",
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '%00',
  '%',
  '{{7*7}}<%= 7*7 %>',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-1',
  '1e400',
  '0x10',
  '9'.repeat(400),
  '0000-00-00T00:00:00Z',
  '2024-02-30T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
  '00000000-0000-0000-0000-000000000000',
  'urn:uuid:00000000-0000-4000-8000-000000000000',
  LONG,
];

const NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  0.1,
  1e-320,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 53,
  2 ** 63,
  1e300,
  -1e300,
  Number.MAX_VALUE,
];

/** Any text, odd ones more often than not. */
export const oddText = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 40 }));

/** Any value that JSON can hold, whatever was asked for. */
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.constantFrom<unknown>(...NUMBERS),
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { a: { a: {} } }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A value at the place of a schema: just inside or outside of its limits, or anything at all. */
export function oddFor(schema: Schema): fc.Arbitrary<unknown> {
  const edges = edgesOf(schema);
  return edges.length === 0 ? oddValue : fc.oneof(fc.constantFrom(...edges), oddValue);
}

/** Of its own type, too, since what is of another one comes no further than the first check. */
function edgesOf(schema: Schema): readonly unknown[] {
  const at = (keyword: string) => (typeof schema[keyword] === 'number' ? [schema[keyword]] : []);
  const texts = [...at('minLength'), ...at('maxLength')].flatMap((length) =>
    around(length).map((each) => 'é'.repeat(each)),
  );
  const numbers = [...at('minimum'), ...at('maximum'), ...at('exclusiveMinimum')].flatMap((limit) => [
    limit - 1,
    limit,
    limit + 1,
  ]);
  const lists = [...at('minItems'), ...at('maxItems')].flatMap((length) =>
    around(length).map((each) => Array(each).fill('x')),
  );
  const ofType =
    schema.type === 'integer' || schema.type === 'number' ? NUMBERS : schema.type === 'string' ? TEXTS : [];
  return [...texts, ...numbers, ...lists, ...ofType];
}

function around(length: number): readonly number[] {
  return [length - 1, length, length + 1].filter((each) => each >= 0);
}

/** More lists in each other than fit on the stack of whoever walks through them by calling himself. */
export const DEEP = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;

/** Bodies that are no JSON, no object, or more than anybody wants. */
export const oddBody = fc.constantFrom(
  '',
  '{',
  '}',
  'null',
  '[]',
  '""',
  'NaN',
  '{"a":1}{"a":1}',
  '{"__proto__":{"role":"operator"}}',
  '{"constructor":{"prototype":{"role":"operator"}}}',
  '\ufeff{}',
  DEEP,
  `{"a":"${'a'.repeat(1_100_000)}"}`,
);
