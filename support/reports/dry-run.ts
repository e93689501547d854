import { Writable } from 'node:stream';
import { type ISupportCodeLibrary, loadConfiguration, loadSupport, runCucumber } from '@cucumber/cucumber/api';
import type { Envelope } from '@cucumber/messages';

/** Has Cucumber read all features, drafts too, and find the sentences' meanings, without running anything. */
export async function dryRun(take: (envelope: Envelope) => void): Promise<ISupportCodeLibrary> {
  const { runConfiguration } = await loadConfiguration({ file: 'cucumber.js' });
  const library = await loadSupport(runConfiguration);
  await runCucumber(
    {
      sources: { ...runConfiguration.sources, tagExpression: '', order: 'defined' },
      support: library,
      runtime: { ...runConfiguration.runtime, dryRun: true, parallel: 0 },
      formats: { stdout: 'summary', files: {}, publish: false, options: {} },
    },
    { stdout: new Writable({ write: (_chunk, _encoding, done) => done() }) },
    take,
  );
  return library;
}
