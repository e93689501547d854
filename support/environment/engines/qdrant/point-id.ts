import { z } from 'zod';

/** A whole number from 0, or a UUID in lower case with hyphens. */
export type PointId = number | string;

const EXPECTED = 'expected a point id, either an unsigned integer or a UUID';
const UUID = /^(?:urn:uuid:)?([0-9a-f]{8})(-?)([0-9a-f]{4})\2([0-9a-f]{4})\2([0-9a-f]{4})\2([0-9a-f]{12})$/i;

/** Accepts the notations Qdrant does: numbers and UUIDs, with or without hyphens, also as a URN. */
export const pointId = z.union(
  [
    z.int({ error: EXPECTED }).nonnegative({ error: EXPECTED }),
    z
      .string()
      .regex(UUID, { error: EXPECTED })
      .transform((text) => text.toLowerCase().replace(UUID, '$1-$3-$4-$5-$6')),
  ],
  { error: EXPECTED },
);

/** Reads an id out of a path, where numbers are text. */
export function pointIdFromPath(text: string): PointId | undefined {
  const parsed = pointId.safeParse(/^\d+$/.test(text) ? Number(text) : text);
  return parsed.success ? parsed.data : undefined;
}

/** The order of scrolling: numbers first, each kind ascending. */
export function comparePointIds(left: PointId, right: PointId): number {
  if (typeof left !== typeof right) return typeof left === 'number' ? -1 : 1;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
