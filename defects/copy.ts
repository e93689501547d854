import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type Defect, withDefect } from './defect';

const PACKAGE = z.object({ workspaces: z.array(z.string()).default([]) });

/**
 * Copies the files that version control knows, as they are now, into a folder that does not exist yet. Packages, and what
 * was fetched or made once, are shared with the original.
 */
export function copyProject(project: string, folder: string): void {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: project, encoding: 'utf8' }).split('\0');
  for (const file of listed) if (file !== '' && existsSync(join(project, file))) copyFile(project, folder, file);
  const { workspaces } = PACKAGE.parse(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')));
  for (const shared of [
    'node_modules',
    ...cached(project),
    ...workspaces.map((workspace) => `${workspace}/node_modules`),
  ]) {
    if (!existsSync(join(project, shared))) continue;
    mkdirSync(dirname(join(folder, shared)), { recursive: true });
    symlinkSync(join(project, shared), join(folder, shared));
  }
}

/** A copy of the copy, so that the project may go on changing while defects are tried. */
export function copyAgain(original: string, folder: string): void {
  if (!existsSync(folder)) cpSync(original, folder, { recursive: true, verbatimSymlinks: true });
}

/** Puts the defect into the copy in the folder. */
export function seed(original: string, folder: string, defect: Defect): void {
  const sound = readFileSync(join(original, defect.file), 'utf8');
  writeFileSync(join(folder, defect.file), withDefect(sound, defect));
}

/** Takes it out again. */
export function mend(original: string, folder: string, defect: Defect): void {
  copyFileSync(join(original, defect.file), join(folder, defect.file));
}

/** What was fetched, made or translated once. The services' compiled code is not shared: it is kept by path, and every copy has another. */
function cached(project: string): readonly string[] {
  const cache = '.e2e/cache';
  const names = existsSync(join(project, cache)) ? readdirSync(join(project, cache)) : [];
  return names.filter((name) => name !== 'node').map((name) => join(cache, name));
}

function copyFile(project: string, folder: string, file: string): void {
  const copy = join(folder, file);
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(join(project, file), copy);
}
