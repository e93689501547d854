import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EnvironmentError } from '../environment';
import { COMPOSE_FILE } from '../images';
import { PROJECT, RUNS } from '../paths';

/** A project of Compose; unlike its variables its name may be seen by everybody. */
export interface Project {
  readonly name: string;
  /** What the file's ${…} stand for. */
  readonly variables: Readonly<Record<string, string>>;
}

const PREFIX = 'optiinfra-e2e-';

/** The name of the project of a run; Compose allows no capitals. */
export function projectOf(runId: string): string {
  return `${PREFIX}${runId.toLowerCase()}`;
}

/** Arguments of `docker` that mean a command of the project. */
export function compose(name: string, ...given: readonly string[]): readonly string[] {
  return [
    'compose',
    '--ansi',
    'never',
    '--progress',
    'quiet',
    '--file',
    COMPOSE_FILE,
    '--project-name',
    name,
    ...given,
  ];
}

/** @returns what the command wrote. @throws the error of execFile, with what it wrote */
export async function docker(
  given: readonly string[],
  { variables, signal }: { readonly variables?: Project['variables']; readonly signal?: AbortSignal } = {},
): Promise<string> {
  const options = {
    cwd: PROJECT,
    env: { ...process.env, ...variables },
    maxBuffer: 2 ** 26,
    ...(signal && { signal }),
  };
  const { stdout } = await promisify(execFile)('docker', [...given], options);
  return stdout;
}

/** @throws {EnvironmentError} when there is no engine that answers, or it has no Compose */
export async function assertCompose(): Promise<void> {
  try {
    await docker(['compose', 'version']);
    await docker(['version']);
  } catch (cause) {
    throw new EnvironmentError(
      `The target "compose" needs a container engine with Docker Compose 2, and there is none that answers: ${complaintOf(cause)} ` +
        'Install or start Docker, or run the suite without containers: npm run bdd.',
      { cause },
    );
  }
}

/** Removes what runs left that were killed: containers, networks and volumes. @returns the names of the projects */
export async function sweepProjects(runs: string = RUNS): Promise<readonly string[]> {
  const format = '{{.Label "com.docker.compose.project"}}';
  const ours = `label=com.docker.compose.project.working_dir=${PROJECT}`;
  const listed = await docker(['ps', '--all', '--filter', ours, '--format', format]);
  const names = [...new Set(listed.split('\n'))].filter((name) => name.startsWith(PREFIX));
  const abandoned = names.filter((name) => !existsSync(join(runs, runIdOf(name))));
  for (const name of abandoned) await removeProject(name);
  return abandoned;
}

export async function removeProject(name: string): Promise<void> {
  // Without the file, whose variables are not known any more: Compose knows by its labels what belongs to a project.
  await docker(['compose', '--project-name', name, 'down', '--volumes', '--remove-orphans', '--timeout', '3']);
}

/** The lines of an error that say what is wrong, without those in which Compose tells its progress. */
export function complaintOf(error: unknown): string {
  const told = String(Reflect.get(Object(error), 'stderr') || (error as Error).message).trim();
  const lines = told.split('\n').map((line) => line.trim());
  const telling = lines.filter((line) => line !== '' && !/^(Container|Network|Volume|Image|#\d+)\s/.test(line));
  return (telling.length > 0 ? telling : lines).slice(-LINES).join('\n');
}

const LINES = 12;

/** The run of a project. */
export function runIdOf(project: string): string {
  return project.slice(PREFIX.length).replace('t', 'T');
}
