import type { Drawing } from './evidence';

/** By media type. */
export const drawings: ReadonlyMap<string, Drawing> = new Map();
