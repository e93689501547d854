import { badRequest } from '../../shared/problem.ts';
import type { AnalysisType } from './analysis-types.ts';

export interface Wish {
  readonly analysis_type: AnalysisType;
  readonly depends_on?: readonly AnalysisType[];
}

/** @throws Problem 400 for a type asked for twice, one that is needed and not asked for, and a circle, which is named */
export function refuseDisorder(wishes: readonly Wish[]): void {
  const types = wishes.map(({ analysis_type }) => analysis_type);
  const twice = types.find((type, index) => types.indexOf(type) < index);
  if (twice !== undefined) throw badRequest(`body.analyses asks for ${twice} twice`);
  const needs = new Map(wishes.map(({ analysis_type, depends_on = [] }) => [analysis_type, depends_on]));
  for (const [type, needed] of needs) {
    const missing = needed.find((one) => !needs.has(one));
    if (missing !== undefined) throw badRequest(`body.analyses: ${type} depends on ${missing}, which is not asked for`);
  }
  for (const type of types) refuseCircle(type, needs, []);
}

function refuseCircle(
  type: AnalysisType,
  needs: ReadonlyMap<AnalysisType, readonly AnalysisType[]>,
  path: readonly AnalysisType[],
): void {
  const begun = path.indexOf(type);
  if (begun >= 0) {
    throw badRequest(`body.analyses depend on each other in a circle: ${[...path.slice(begun), type].join(' -> ')}`);
  }
  for (const needed of needs.get(type) ?? []) refuseCircle(needed, needs, [...path, type]);
}
