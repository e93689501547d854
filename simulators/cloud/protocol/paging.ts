import { positionOf, tokenOf } from '../page-token.ts';
import { AwsError } from './errors.ts';
import type { Parameters } from './parameters.ts';

export interface Page<T> {
  readonly things: readonly T[];
  readonly nextToken: string | undefined;
}

/** How many results EC2 lets a caller ask for at once. */
export interface PageLimits {
  readonly min: number;
  readonly max: number;
}

/**
 * The part of the list that MaxResults and NextToken ask for.
 * @throws AwsError InvalidParameterValue for a size outside the limits, InvalidNextToken for a foreign token
 */
export function pageOf<T>(list: readonly T[], parameters: Parameters, limits: PageLimits): Page<T> {
  const size = parameters.integer('MaxResults', limits.min, limits.max) ?? limits.max;
  const start = startOf(parameters.text('NextToken'));
  const end = start + size;
  return { things: list.slice(start, end), nextToken: end < list.length ? tokenOf(end) : undefined };
}

function startOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const position = positionOf(token);
  if (position === undefined) throw new AwsError('InvalidNextToken', `The token '${token}' is not valid`);
  return position;
}
