import type { Condition, Filter, Match, Range, Scalar } from './filter-schema.ts';
import { type Payload, valuesAt } from './payload.ts';
import type { PointId } from './point-id.ts';

/** What a filter looks at. */
export interface Filterable {
  readonly id: PointId | undefined;
  readonly payload: Payload;
}

/** Fields with a full-text index: `match.text` compares words there, and looks for a part of the text elsewhere. */
export type TextFields = ReadonlySet<string>;

/** Whether a point passes a filter; an empty filter passes everything. */
export function matches(filter: Filter, point: Filterable, textFields: TextFields): boolean {
  const holds = (condition: Condition) => conditionHolds(condition, point, textFields);
  if (!filter.must.every(holds) || filter.mustNot.some(holds)) return false;
  if (filter.should.length > 0 && !filter.should.some(holds)) return false;
  return filter.minShould === undefined || filter.minShould.conditions.filter(holds).length >= filter.minShould.count;
}

function conditionHolds(condition: Condition, point: Filterable, textFields: TextFields): boolean {
  switch (condition.kind) {
    case 'filter':
      return matches(condition.filter, point, textFields);
    case 'hasId':
      return point.id !== undefined && condition.ids.has(point.id);
    case 'nested':
      return elementsAt(point.payload, condition.key)
        .filter(isObject)
        .some((payload) => matches(condition.filter, { id: undefined, payload }, textFields));
    case 'match':
      return matchHolds(condition.match, elementsAt(point.payload, condition.key), textFields.has(condition.key));
    default:
      return valuesHold(condition, valuesAt(point.payload, condition.key));
  }
}

type ValueCondition = Extract<Condition, { readonly kind: 'range' | 'count' | 'isEmpty' | 'isNull' }>;

function valuesHold(condition: ValueCondition, values: readonly unknown[]): boolean {
  switch (condition.kind) {
    case 'range':
      return values.flat().some((value) => inRange(condition.range, value));
    case 'count':
      return values.some((value) =>
        within(condition.range, Array.isArray(value) ? value.length : Number(value !== null)),
      );
    case 'isEmpty':
      return (
        values.every((value) => value === null || (Array.isArray(value) && value.length === 0)) === condition.expected
      );
    case 'isNull':
      return values.some((value) => value === null) === condition.expected;
  }
}

function matchHolds(match: Match, values: readonly unknown[], indexed: boolean): boolean {
  if ('value' in match) return values.includes(match.value);
  if ('any' in match) return values.some((value) => isOneOf(match.any, value));
  if ('except' in match) return values.some((value) => isScalar(value) && !isOneOf(match.except, value));
  const texts = values.filter((value) => typeof value === 'string');
  if (!indexed) return texts.some((text) => text.includes(match.text));
  const wanted = words(match.text);
  return texts.map(words).some((found) => [...wanted].every((word) => found.has(word)));
}

function elementsAt(payload: Payload, key: string): readonly unknown[] {
  return valuesAt(payload, key).flat();
}

function inRange(range: Range, value: unknown): boolean {
  if (!range.moments) return typeof value === 'number' && within(range, value);
  return typeof value === 'string' && within(range, Date.parse(value));
}

function within({ gt, gte, lt, lte }: Range, value: number): boolean {
  if (Number.isNaN(value)) return false;
  const above = (gt === undefined || value > gt) && (gte === undefined || value >= gte);
  return above && (lt === undefined || value < lt) && (lte === undefined || value <= lte);
}

function isOneOf(list: readonly Scalar[], value: unknown): boolean {
  return isScalar(value) && list.includes(value);
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}
