import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { loadConfiguration, loadSupport, runCucumber } from '@cucumber/cucumber/api';
import { PROJECT } from '../../support/environment/paths';

/** How Cucumber is started. */
export interface Start {
  readonly tags?: string;
  readonly retry?: number;
  readonly shard?: string;
  readonly dryRun?: boolean;
}

/** What Cucumber wrote and what it says itself of the run. */
export interface Finished {
  readonly messages: string;
  /** Scenarios by status, of Cucumber's own summary. */
  readonly scenarios: Readonly<Record<string, number>>;
  readonly steps: Readonly<Record<string, number>>;
}

/** A folder with features that Cucumber can run, really. */
export class Fixture {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'living-docs-')));

  constructor(features: Readonly<Record<string, string>>) {
    symlinkSync(join(PROJECT, 'node_modules'), join(this.folder, 'node_modules'));
    for (const file of ['fixture-steps.js', 'attachments.js'])
      this.write(file, readFileSync(join(__dirname, file), 'utf8'));
    for (const [path, text] of Object.entries(features)) this.write(path, text);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  async run(name: string, { tags = '', retry = 0, shard = '', dryRun = false }: Start = {}): Promise<Finished> {
    // What was loaded already would not define its steps again.
    for (const file of Object.keys(require.cache)) if (file.startsWith(this.folder)) delete require.cache[file];
    const messages = join(this.folder, `${name}.ndjson`);
    const summary = join(this.folder, `${name}.txt`);
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
    const environment = { cwd: this.folder, stdout: silent, stderr: silent };
    const { runConfiguration } = await loadConfiguration(
      {
        provided: {
          require: ['fixture-steps.js'],
          format: [
            ['message', messages],
            ['summary', summary],
          ],
          tags,
          retry,
          shard,
          dryRun,
        },
      },
      environment,
    );
    const support = await loadSupport(runConfiguration, environment);
    await runCucumber({ ...runConfiguration, support }, environment);
    const text = readFileSync(summary, 'utf8');
    return { messages, scenarios: countsIn(text, 'scenario'), steps: countsIn(text, 'step') };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Reads "3 scenarios (1 failed, 2 passed)". */
function countsIn(summary: string, noun: string): Readonly<Record<string, number>> {
  const [, all = ''] = new RegExp(`^\\d+ ${noun}s?(?: \\((.*)\\))?$`, 'm').exec(summary) ?? [];
  const counts = [...all.matchAll(/(\d+) (\w+)/g)];
  return Object.fromEntries(counts.map(([, count, status = '']) => [status, Number(count)]));
}
