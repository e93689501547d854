import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { tooManyRequests } from '../../shared/problem.ts';

/** The fifth wrong password for one account from one address has to be waited for: a second, and twice as long after each further one. */
export const FREE_FAILURES = 5;
export const LONGEST_WAIT_SECONDS = 900;
const MEMORY_SECONDS = 3600;

/** Slows down whoever guesses passwords, without locking out the owner, who signs in from elsewhere. */
export class LoginLimit {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** @throws Problem 429 */
  async check(email: string, address: string): Promise<void> {
    const milliseconds = await this.#redis.pttl(keysOf(email, address).wait);
    if (milliseconds > 0)
      throw tooManyRequests('Too many wrong passwords for this account. Try again later.', milliseconds / 1000);
  }

  /** @throws Problem 429 where guesses at the same time have used up what is free, so that this one's answer is not told */
  async failed(email: string, address: string): Promise<void> {
    await this.check(email, address);
    const { failures, wait } = keysOf(email, address);
    const [counted] = (await this.#redis.multi().incr(failures).expire(failures, MEMORY_SECONDS).exec()) ?? [];
    const seconds = waitAfter(Number(counted?.[1]));
    if (seconds > 0) await this.#redis.set(wait, '1', 'EX', seconds);
  }

  /** @throws Problem 429 as above: a right password among many guesses is not told either */
  async succeeded(email: string, address: string): Promise<void> {
    await this.check(email, address);
    const { failures, wait } = keysOf(email, address);
    await this.#redis.del(failures, wait);
  }
}

/** Seconds to wait after so many wrong passwords in a row. */
export function waitAfter(failures: number): number {
  return failures < FREE_FAILURES ? 0 : Math.min(2 ** (failures - FREE_FAILURES), LONGEST_WAIT_SECONDS);
}

function keysOf(email: string, address: string) {
  const subject = createHash('sha256').update(`${email.toLowerCase()} ${address}`).digest('hex');
  return { failures: `login-failures:${subject}`, wait: `login-wait:${subject}` };
}
