import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { unauthorized } from '../../shared/problem.ts';
import { anonymous, recordAudit } from '../audit/audit.ts';
import { type Change, inChange, type Stores } from '../database/change.ts';
import type { CustomerRow, Database } from '../database/schema.ts';
import { channels } from '../stores/wakeups.ts';
import type { Claims } from './principal.ts';
import { hashToken, newToken } from './random-token.ts';

/** Whoever signed in. */
export type Account =
  | { readonly role: 'customer'; readonly id: string; readonly plan: CustomerRow['plan'] }
  | { readonly role: 'operator'; readonly id: string };

export interface OpenSession {
  readonly claims: Claims;
  readonly refreshToken: string;
}

export interface SessionOptions {
  readonly stores: Stores;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
}

/** Sessions live in PostgreSQL alone: one that has ended stays so, whatever else loses its memory. */
export class Sessions {
  readonly #options: SessionOptions;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  async open(account: Account): Promise<OpenSession> {
    return inChange(this.#options.stores, async ({ trx }) => {
      const { id } = await trx
        .insertInto('sessions')
        .values({
          customer_id: account.role === 'customer' ? account.id : null,
          operator_id: account.role === 'operator' ? account.id : null,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return this.#issue(trx, id, account);
    });
  }

  /** Spends a refresh token for a new pair. One that was spent before is in wrong hands: its session ends. */
  async refresh(refreshToken: string): Promise<OpenSession> {
    const renewed = await inChange(this.#options.stores, async (change) => {
      const found = await findRefreshToken(change.trx, refreshToken);
      if (found === undefined) return undefined;
      if (found.spent_at !== null) return this.#endStolen(change, found);
      if (found.revoked_at !== null || found.expires_at <= new Date()) return undefined;
      await change.trx
        .updateTable('refresh_tokens')
        .set({ spent_at: new Date() })
        .where('token_hash', '=', hashToken(refreshToken))
        .execute();
      return this.#issue(change.trx, found.session_id, accountOf(found));
    });
    if (renewed === undefined) throw unauthorized('The refresh token is unknown, spent, revoked or expired');
    return renewed;
  }

  async close(sessionId: string): Promise<void> {
    await inChange(this.#options.stores, (change) => this.#revoke(change, sessionId));
  }

  /** Ends every session of a customer. To be called in the change that lets the customer go. */
  async closeAll(change: Change, customerId: string): Promise<void> {
    const sessions = await change.trx
      .selectFrom('sessions')
      .select('id')
      .where('customer_id', '=', customerId)
      .execute();
    for (const { id } of sessions) await this.#revoke(change, id);
  }

  /** Whether it goes on; that of an account that is gone does not. */
  async isOpen(sessionId: string): Promise<boolean> {
    const session = await this.#options.stores.db
      .selectFrom('sessions')
      .select('id')
      .where('id', '=', sessionId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return session !== undefined;
  }

  async #issue(trx: Transaction<Database>, sessionId: string, account: Account): Promise<OpenSession> {
    const { accessTokenSeconds, refreshTokenSeconds } = this.#options;
    const refreshToken = newToken();
    const expires_at = new Date(Date.now() + refreshTokenSeconds * 1000);
    await trx
      .insertInto('refresh_tokens')
      .values({ token_hash: hashToken(refreshToken), session_id: sessionId, expires_at })
      .execute();
    return { claims: claimsFor(account, sessionId, Math.ceil(accessTokenSeconds)), refreshToken };
  }

  /** The session's owner shall be able to find out why it has ended. */
  async #endStolen(change: Change, found: { readonly session_id: string; readonly customer_id: string | null }) {
    await recordAudit(change.trx, {
      customerId: found.customer_id ?? undefined,
      actor: anonymous,
      action: 'session.ended',
      subject: { type: 'session', id: found.session_id },
      details: { reason: 'Its refresh token was used twice' },
    });
    return this.#revoke(change, found.session_id);
  }

  async #revoke(change: Change, sessionId: string): Promise<undefined> {
    await change.trx.updateTable('sessions').set({ revoked_at: new Date() }).where('id', '=', sessionId).execute();
    change.wake(channels.session(sessionId));
  }
}

function claimsFor(account: Account, sid: string, seconds: number): Claims {
  return {
    jti: randomUUID(),
    sub: account.id,
    sid,
    role: account.role,
    ...(account.role === 'customer' && { plan: account.plan }),
    exp: Math.floor(Date.now() / 1000) + seconds,
  };
}

async function findRefreshToken(trx: Transaction<Database>, refreshToken: string) {
  return trx
    .selectFrom('refresh_tokens')
    .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session_id')
    .leftJoin('customers', 'customers.id', 'sessions.customer_id')
    .select(['session_id', 'expires_at', 'spent_at', 'revoked_at', 'sessions.customer_id', 'operator_id', 'plan'])
    .where('token_hash', '=', hashToken(refreshToken))
    .forUpdate('refresh_tokens')
    .executeTakeFirst();
}

function accountOf(row: {
  readonly customer_id: string | null;
  readonly operator_id: string | null;
  readonly plan: CustomerRow['plan'] | null;
}): Account {
  if (row.operator_id !== null) return { role: 'operator', id: row.operator_id };
  if (row.customer_id === null || row.plan === null) throw new Error('A session belongs to nobody');
  return { role: 'customer', id: row.customer_id, plan: row.plan };
}
