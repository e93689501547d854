import { positionOf, tokenOf } from '../../page-token.ts';
import { invalid } from './errors.ts';

export interface PageWish {
  readonly size: number;
  readonly token: string | undefined;
}

/** @throws GoogleError for a token that was never given out */
export function pageOf<T>(list: readonly T[], { size, token }: PageWish) {
  const start = token ? positionOf(token) : 0;
  if (start === undefined) throw invalid(`Invalid value for field 'pageToken': '${token}'.`);
  const end = start + size;
  return { things: list.slice(start, end), nextPageToken: end < list.length ? tokenOf(end) : undefined };
}
