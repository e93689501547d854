import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { tooManyRequests } from '../../shared/problem.ts';

/** After so many wrong passwords for one account from one address, that pair must wait. */
export const FREE_FAILURES = 5;
export const WAIT_SECONDS = 60;

/** Slows down whoever guesses passwords, without locking out the owner, who signs in from elsewhere. */
export class LoginLimit {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** @throws Problem 429 */
  async check(email: string, address: string): Promise<void> {
    const key = keyOf(email, address);
    const [failures, milliseconds] = await Promise.all([this.#redis.get(key), this.#redis.pttl(key)]);
    if (Number(failures) < FREE_FAILURES) return;
    throw tooManyRequests('Too many wrong passwords for this account. Try again later.', milliseconds / 1000);
  }

  async failed(email: string, address: string): Promise<void> {
    const key = keyOf(email, address);
    await this.#redis.multi().incr(key).expire(key, WAIT_SECONDS).exec();
  }

  async succeeded(email: string, address: string): Promise<void> {
    await this.#redis.del(keyOf(email, address));
  }
}

function keyOf(email: string, address: string): string {
  return `login-failures:${createHash('sha256').update(`${email.toLowerCase()} ${address}`).digest('hex')}`;
}
