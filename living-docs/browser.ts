import { type Browser, chromium } from 'playwright-core';
import { config } from '../support/config';
import { browserSearch, findBrowser } from '../support/environment/browser/browser';

/** The Chromium that the suite has; whoever gets it closes it. @throws {EnvironmentError} where there is none, saying how to get one */
export async function launchBrowser(): Promise<Browser> {
  const { executable, environment } = await findBrowser(browserSearch(config().browserExecutable));
  return await chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--headless=shell'],
    env: { ...(process.env as Record<string, string>), ...environment },
  });
}
