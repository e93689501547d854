import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type Defect, withDefect } from './defect';

const PACKAGE = z.object({ workspaces: z.array(z.string()).default([]) });

/**
 * Copies the files that version control knows, as they are now, into a folder that does not exist yet. Packages, and what
 * environments fetch once, are shared with the original.
 */
export function copyProject(project: string, folder: string): void {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: project, encoding: 'utf8' }).split('\0');
  for (const file of listed) if (file !== '' && existsSync(join(project, file))) copyFile(project, folder, file);
  const { workspaces } = PACKAGE.parse(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')));
  mkdirSync(join(project, CACHE), { recursive: true });
  for (const shared of ['node_modules', CACHE, ...workspaces.map((workspace) => `${workspace}/node_modules`)]) {
    if (!existsSync(join(project, shared))) continue;
    mkdirSync(dirname(join(folder, shared)), { recursive: true });
    symlinkSync(join(project, shared), join(folder, shared));
  }
}

/** Puts the defect into the copy. */
export function seed(folder: string, defect: Defect): void {
  const file = join(folder, defect.file);
  writeFileSync(file, withDefect(readFileSync(file, 'utf8'), defect));
}

const CACHE = '.e2e/cache';

function copyFile(project: string, folder: string, file: string): void {
  const copy = join(folder, file);
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(join(project, file), copy);
}
