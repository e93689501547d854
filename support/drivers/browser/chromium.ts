import type { Browser } from 'playwright-core';

export interface ChromiumProgram {
  readonly executable: string;
  /** What it needs to find its libraries and fonts. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The one of this worker: a start takes a second of processor time, a new profile in it hardly anything. */
let running: Promise<Browser> | undefined;

/** The Chromium that all scenarios of a worker use one after the other; started when first asked for, and anew after a crash. */
export async function sharedChromium(program: ChromiumProgram): Promise<Browser> {
  if (running !== undefined && !(await isAlive(running))) running = undefined;
  running ??= start(program);
  return await running;
}

/** To be called after the last scenario. */
export async function closeChromium(): Promise<void> {
  const last = await running?.catch(() => undefined);
  running = undefined;
  await last?.close();
}

async function isAlive(browser: Promise<Browser>): Promise<boolean> {
  return await browser.then(
    (started) => started.isConnected(),
    () => false,
  );
}

async function start({ executable, environment }: ChromiumProgram): Promise<Browser> {
  // Takes half a second to load, which only those scenarios pay for that need it.
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--headless=shell'],
    env: { ...(process.env as Record<string, string>), ...environment },
    // Signals are the suite's to handle: it closes what it opened.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
