import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serviceLogs } from '../drivers/service-logs';
import { type Addresses, NOWHERE } from '../environment/addresses';
import { secretsMade } from '../environment/embedded/secrets';
import { PROJECT } from '../environment/paths';

/** What everybody may know: whose key or account it is, not the key. */
const NO_SECRETS: readonly string[] = ['operatorEmail', 'platformAccountId', 'platformAccessKeyId'];

/** From which all reports of the run are made. */
const MESSAGES = 'reports/messages.ndjson';

type Named = readonly (readonly [name: string, text: string])[];

/**
 * No secret of any environment that the run has used may stand in what was written down: the services' logs, and what the reports are made from.
 * @throws Error naming each that does and where, never its value
 */
export async function assertNoSecretTold({ logs, secrets }: Addresses): Promise<void> {
  const { platformDatabaseUrl, ...others } = secrets;
  const databasePassword = platformDatabaseUrl && new URL(platformDatabaseUrl).password;
  const known = [{ ...others, databasePassword }, ...secretsMade()];
  const messages = await readFile(join(PROJECT, MESSAGES), 'utf8').catch(() => '');
  const found = told(known.flatMap(Object.entries), [...(await readable(logs)), [MESSAGES, messages]]);
  if (found.length > 0) throw new Error(`No secret should be told, but these are: ${found.join('; ')}`);
}

/** The logs of a deployed environment need not be where this machine can read them. */
async function readable(logs: string): Promise<Named> {
  return logs === NOWHERE.logs ? [] : await serviceLogs(logs);
}

/** Where secrets stand in texts, in words, each once. @param secrets by their names @param texts by what they are */
export function told(secrets: Named, texts: Named): readonly string[] {
  const kept = secrets.filter(([name, value]) => value !== '' && !NO_SECRETS.includes(name));
  const found = texts.flatMap(([where, text]) =>
    kept.filter(([, value]) => text.includes(value)).map(([name]) => `${name} in ${where}`),
  );
  return [...new Set(found)];
}
