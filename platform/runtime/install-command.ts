import { parseArgs } from 'node:util';
import { z } from 'zod';
import { badRequest } from '../shared/problem.ts';

export interface InstallCommand {
  /** Base URL of OptiInfra, without a trailing slash. */
  readonly server: string;
  readonly customerId: string;
  readonly token: string;
}

const usage = 'optiinfra-runtime install --server URL --customer UUID --token TOKEN';

/** @throws Problem 400 that says how the command is written */
export function parseInstallCommand(command: string): InstallCommand {
  const [program, verb, ...args] = command.trim().split(/\s+/);
  if (program !== 'optiinfra-runtime' || verb !== 'install') throw malformed('it does not begin like that');
  const given = schema.safeParse(optionsIn(args));
  if (given.success) {
    const { server, customer, token } = given.data;
    return { server: server.replace(/\/$/, ''), customerId: customer, token };
  }
  throw malformed(given.error.issues.map(({ path, message }) => `--${path.join('.')} ${message}`).join('; '));
}

const schema = z.object({
  server: z.url({ protocol: /^https?$/, error: 'must be a URL that starts with http:// or https://' }),
  customer: z.uuid('must be a UUID'),
  token: z.string('must be given').min(1, 'must be given'),
});

function optionsIn(args: readonly string[]) {
  const option = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { server: option, customer: option, token: option } }).values;
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
}

function malformed(mistake: string) {
  return badRequest(`The install command must be written like "${usage}": ${mistake}`);
}
