import type { components } from '../../../contracts/generated/openapi.ts';
import { unauthorized } from '../../shared/problem.ts';
import { type Actor, recordAudit } from '../audit/audit.ts';
import { hashToken, newToken } from '../auth/random-token.ts';
import { getCustomer } from '../customers/customers.ts';
import type { Reader } from '../database/change.ts';

type Schemas = components['schemas'];

/** The command with which the customer installs the runtime. Earlier tokens stay valid: a runtime may be using one. @throws Problem 404 */
export async function issueInstallCommand(
  db: Reader,
  { customerId, publicUrl, actor }: { readonly customerId: string; readonly publicUrl: string; readonly actor: Actor },
): Promise<Schemas['InstallCommand']> {
  const { customer_id } = await getCustomer(db, customerId);
  const token = newToken();
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('runtime_tokens')
      .values({ token_hash: hashToken(token), customer_id })
      .execute();
    const subject = { type: 'customer', id: customer_id };
    await recordAudit(trx, { customerId: customer_id, actor, action: 'install_command.issued', subject });
  });
  const install_command = `optiinfra-runtime install --server ${publicUrl} --customer ${customer_id} --token ${token}`;
  return { install_command, agent_token: token };
}

/** Notes that a runtime is there. Its line (WebSocket) comes after this. @throws Problem 401 */
export async function connectRuntime(db: Reader, form: Schemas['RuntimeConnect']): Promise<void> {
  if (!(await isRuntimeToken(db, form.customer_id, form.agent_token))) {
    throw unauthorized('The token is not one that this customer was given for a runtime');
  }
  const runtime = { hostname: form.hostname, version: form.version, connected_at: new Date() };
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('runtimes')
      .values({ customer_id: form.customer_id, deployments: '[]', ...runtime })
      .onConflict((found) => found.column('customer_id').doUpdateSet(runtime))
      .execute();
    await recordAudit(trx, {
      customerId: form.customer_id,
      actor: { type: 'runtime', id: form.hostname },
      action: 'runtime.connected',
      subject: { type: 'customer', id: form.customer_id },
      details: { version: form.version },
    });
  });
}

export async function isRuntimeToken(db: Reader, customerId: string, token: string): Promise<boolean> {
  const found = await db
    .selectFrom('runtime_tokens')
    .select('customer_id')
    .where('token_hash', '=', hashToken(token))
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return found !== undefined;
}
