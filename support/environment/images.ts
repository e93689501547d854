import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { PROJECT } from './paths';

export const COMPOSE_FILE = join(PROJECT, 'docker-compose.e2e.yml');

const COMPOSE = z.object({ services: z.record(z.string(), z.object({ image: z.string() })) });
/** A variable with what stands for it where it is not set, as Compose writes it. */
const IMAGE = /^\$\{(\w+):-([^}]+)\}$/;

/**
 * The image of a store: the one of docker-compose.e2e.yml, or what its variable (such as POSTGRES_IMAGE) names instead.
 * @throws {TypeError} where the file names none for it
 */
export function imageOf(service: string, environment: NodeJS.ProcessEnv = process.env, file = COMPOSE_FILE): string {
  const { services } = COMPOSE.parse(parse(readFileSync(file, 'utf8'), { merge: true }));
  const [, variable = '', pinned] = IMAGE.exec(services[service]?.image ?? '') ?? [];
  if (pinned === undefined)
    throw new TypeError(`${file} has no image for ${service}, or not as \${VARIABLE:-image:tag}`);
  return environment[variable] || pinned;
}
