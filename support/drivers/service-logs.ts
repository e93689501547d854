import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the services have written to their logs so far, by what each log is. */
export async function serviceLogs(folder: string): Promise<readonly (readonly [name: string, text: string])[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.log'));
  return await Promise.all(
    files.map(
      async (file) => [`the log of ${file.replace('.log', '')}`, await readFile(join(folder, file), 'utf8')] as const,
    ),
  );
}
