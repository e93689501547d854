import { randomInt } from 'node:crypto';

/**
 * What odd input is made from in this run: E2E_FUZZ_SEED where it is set, to make the input of an earlier run again, else a new number. The
 * coordinator asks first, whose environment the workers get a copy of.
 * @throws nothing: support/config.ts has looked whether it is a number
 */
export function fuzzSeed(): number {
  process.env.E2E_FUZZ_SEED ||= String(randomInt(2 ** 31));
  return Number(process.env.E2E_FUZZ_SEED);
}
