import { sql } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';
import { conflict, notFound } from '../../shared/problem.ts';
import { type Actor, recordAudit } from '../audit/audit.ts';
import { hashPassword, passwordMatches } from '../auth/passwords.ts';
import type { Account } from '../auth/sessions.ts';
import type { Reader } from '../database/change.ts';
import type { CustomerRow } from '../database/schema.ts';

type Customer = components['schemas']['Customer'];

/**
 * Makes the customer, or completes one that the operator has made, and answers the id.
 * @throws Problem 409 when the e-mail address has an account already
 */
export async function signUp(db: Reader, form: components['schemas']['SignUp']): Promise<string> {
  await refuseOperatorsEmail(db, form.email);
  const password_hash = await hashPassword(form.password);
  return db.transaction().execute(async (trx) => {
    const customer = await trx
      .insertInto('customers')
      .values({ email: form.email, company_name: form.company_name, plan: form.plan, password_hash })
      .onConflict((found) =>
        found
          .expression(sql`lower(email)`)
          .doUpdateSet({ password_hash, company_name: form.company_name })
          .where('customers.password_hash', 'is', null),
      )
      .returning('id')
      .executeTakeFirst();
    if (customer === undefined)
      throw conflict('There is an account with this e-mail address already. Sign in instead.');
    await recordAudit(trx, {
      customerId: customer.id,
      actor: { type: 'customer', id: customer.id },
      action: 'customer.signed_up',
      subject: { type: 'customer', id: customer.id },
    });
    return customer.id;
  });
}

/** Makes a customer without a password. @throws Problem 409 as signUp */
export async function createCustomer(
  db: Reader,
  form: components['schemas']['NewCustomer'],
  actor: Actor,
): Promise<Customer> {
  await refuseOperatorsEmail(db, form.email);
  return db.transaction().execute(async (trx) => {
    const customer = await trx
      .insertInto('customers')
      .values({ email: form.email, company_name: form.company_name, plan: form.plan, password_hash: null })
      .onConflict((found) => found.expression(sql`lower(email)`).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (customer === undefined) throw conflict('There is a customer with this e-mail address already.');
    const subject = { type: 'customer', id: customer.id };
    await recordAudit(trx, { customerId: customer.id, actor, action: 'customer.created', subject });
    return toCustomer(customer);
  });
}

/** @throws Problem 404 */
export async function getCustomer(db: Reader, customerId: string): Promise<Customer> {
  const row = await db.selectFrom('customers').selectAll().where('id', '=', customerId).executeTakeFirst();
  if (row === undefined) throw notFound(`There is no customer ${customerId}`);
  return toCustomer(row);
}

/** Oldest first. */
export async function listCustomers(db: Reader): Promise<readonly Customer[]> {
  const rows = await db.selectFrom('customers').selectAll().orderBy('created_at').orderBy('id').execute();
  return rows.map(toCustomer);
}

/** Whose account these credentials open; undefined when they open none. */
export async function accountFor(db: Reader, email: string, password: string): Promise<Account | undefined> {
  const operator = await db
    .selectFrom('operators')
    .selectAll()
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst();
  const customer = await db
    .selectFrom('customers')
    .selectAll()
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst();
  if (!(await passwordMatches(password, (operator ?? customer)?.password_hash))) return undefined;
  if (operator !== undefined) return { role: 'operator', id: operator.id };
  return customer && { role: 'customer', id: customer.id, plan: customer.plan };
}

/** The customer with this e-mail address, whether or not it has a password; undefined when there is none. */
export async function customerWith(db: Reader, email: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('customers')
    .select('id')
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst();
  return found?.id;
}

/** Makes the operator's account, or sets its password anew. */
export async function setOperator(db: Reader, email: string, password: string): Promise<void> {
  const password_hash = await hashPassword(password);
  await db
    .insertInto('operators')
    .values({ email, password_hash })
    .onConflict((found) => found.expression(sql`lower(email)`).doUpdateSet({ password_hash }))
    .execute();
}

async function refuseOperatorsEmail(db: Reader, email: string): Promise<void> {
  const operator = await db
    .selectFrom('operators')
    .select('id')
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst();
  if (operator !== undefined) throw conflict('There is an account with this e-mail address already.');
}

function toCustomer(row: CustomerRow): Customer {
  return {
    customer_id: row.id,
    email: row.email,
    company_name: row.company_name,
    plan: row.plan,
    created_at: row.created_at.toISOString(),
  };
}
