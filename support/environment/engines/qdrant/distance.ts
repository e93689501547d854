/** How two vectors are compared, by Qdrant's names. */
export type Distance = (typeof DISTANCES)[number];

export const DISTANCES = ['Cosine', 'Dot', 'Euclid', 'Manhattan'] as const;

/** The vector as it is kept and returned: single precision, for Cosine of length 1. */
export function prepareVector(distance: Distance, values: readonly number[]): Float32Array {
  const vector = Float32Array.from(values);
  if (distance !== 'Cosine') return vector;
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** The score of two prepared vectors of the same size: a similarity for Cosine and Dot, else a distance. */
export function score(distance: Distance, left: Float32Array, right: Float32Array): number {
  switch (distance) {
    case 'Cosine':
    case 'Dot':
      return dot(left, right);
    case 'Euclid':
      return Math.sqrt(sum(left, right, (difference) => difference * difference));
    case 'Manhattan':
      return sum(left, right, Math.abs);
  }
}

/** Negative where the left score is the better one: the higher similarity, the lower distance. */
export function compareScores(distance: Distance, left: number, right: number): number {
  return isSimilarity(distance) ? right - left : left - right;
}

/** Whether a score passes a threshold: a lower bound of similarities, an upper bound of distances. */
export function passes(distance: Distance, value: number, threshold: number): boolean {
  return isSimilarity(distance) ? value >= threshold : value <= threshold;
}

/** The shortest decimal that reads back as the same single-precision number, so that 0.1 goes out as 0.1. */
export function shortestSingle(value: number): number {
  const single = Math.fround(value);
  for (let digits = 6; digits < 9; digits += 1) {
    const candidate = Number(single.toPrecision(digits));
    if (Math.fround(candidate) === single) return candidate;
  }
  return Number(single.toPrecision(9));
}

function isSimilarity(distance: Distance): boolean {
  return distance === 'Cosine' || distance === 'Dot';
}

function dot(left: Float32Array, right: Float32Array): number {
  let total = 0;
  for (let index = 0; index < left.length; index += 1) total += (left[index] ?? 0) * (right[index] ?? 0);
  return total;
}

function sum(left: Float32Array, right: Float32Array, term: (difference: number) => number): number {
  let total = 0;
  for (let index = 0; index < left.length; index += 1) total += term((left[index] ?? 0) - (right[index] ?? 0));
  return total;
}
