import { z } from 'zod';

const PROGRAM = z.object({
  executable: z.string(),
  /** As the program tells it, for people. */
  version: z.string(),
  /** What it needs to find its libraries and fonts. */
  environment: z.record(z.string(), z.string()),
});

/** A Chromium that was tried and runs. */
export type BrowserProgram = Readonly<z.infer<typeof PROGRAM>>;

/** In which the coordinator tells every worker of the browser that it has found. */
export const BROWSER_VARIABLE = 'E2E_BROWSER';

/** @throws Error when the coordinator has found none */
export function browserFromEnvironment(environment: NodeJS.ProcessEnv = process.env): BrowserProgram {
  const text = environment[BROWSER_VARIABLE];
  if (!text) throw new Error(`${BROWSER_VARIABLE} is not set. "npm run bdd" sets it for scenarios tagged @portal.`);
  return PROGRAM.parse(JSON.parse(text));
}
