import { badRequest } from '../../shared/problem.ts';
import { circleIn } from '../conflicts/order.ts';
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
  const circle = circleIn(
    types,
    wishes.flatMap(({ analysis_type: id, depends_on = [] }) => depends_on.map((one) => ({ id, needs: one }))),
  );
  if (circle === undefined) return;
  throw badRequest(
    `body.analyses depend on each other in a circle: ${[...circle, ...circle.slice(0, 1)].join(' -> ')}`,
  );
}
