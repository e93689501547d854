import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A process, told apart from a later one that got the same number. */
export const PROCESS_IDENTITY = z.object({
  pid: z.number().int().positive(),
  /** When it began, in the system's own words; only good for comparing. */
  started: z.string(),
});

export type ProcessIdentity = Readonly<z.infer<typeof PROCESS_IDENTITY>>;

/** The identity of a living process; undefined when there is none, or only its unread exit code. */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = process.platform === 'linux' ? startInProc(pid) : startByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.started === identity.started;
}

/** proc(5): the name in parentheses may hold spaces; behind it come the state (3rd field) and, 22nd, the start time. */
function startInProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function startByPs(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.slice(line.indexOf(' ')).trim();
  } catch {
    return undefined;
  }
}
