import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { components } from '../../contracts/generated/runtime.ts';

type NewInstallation = components['schemas']['NewInstallation'];

/** What is installed on this host, in a file that only its owner can read: the runtime goes on with it after a crash. */
export class InstallationRegister {
  readonly #file: string;

  /** @param folder is made where it is missing */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = join(folder, 'installations.json');
  }

  /** By customer. @throws ZodError where the file is none of ours */
  read(): ReadonlyMap<string, NewInstallation> {
    if (!existsSync(this.#file)) return new Map();
    return new Map(schema.parse(JSON.parse(readFileSync(this.#file, 'utf8'))));
  }

  /** Wholly or not at all: a crash in the middle leaves what was there. */
  write(installations: ReadonlyMap<string, NewInstallation>): void {
    const draft = `${this.#file}.new`;
    writeFileSync(draft, JSON.stringify([...installations]), { mode: 0o600 });
    chmodSync(draft, 0o600);
    renameSync(draft, this.#file);
  }
}

const schema = z.array(
  z.tuple([z.uuid(), z.object({ install_command: z.string(), gateway_url: z.string(), admin_key: z.string() })]),
);
