import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type BrowserSearch, findBrowser } from './browser';

describe('The search for a browser', () => {
  let folder: string;
  let unpacked: { readonly executable: string; readonly fonts: string; readonly libraries: string };
  let search: BrowserSearch;

  /** A program that does what the lines of a shell say when it is asked for its version. */
  const program = (name: string, ...lines: readonly string[]): string => {
    const file = join(folder, name);
    writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'));
    chmodSync(file, 0o755);
    return file;
  };
  const says = (version: string) => `echo 'Chromium ${version}'`;
  const unlessLibraries = (...lines: readonly string[]) => [
    `if [ "$LD_LIBRARY_PATH" != '${unpacked.libraries}' ]; then`,
    ...lines,
    'fi',
  ];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'browser-test-'));
    unpacked = {
      executable: join(folder, 'chromium'),
      fonts: join(folder, 'fonts.conf'),
      libraries: join(folder, 'lib'),
    };
    search = { configured: undefined, unpack: async () => unpacked };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('takes the configured one as it is, and unpacks nothing', async () => {
    const configured = program('mine', says('140.0.1.2'));
    const unpack = () => assert.fail('something was unpacked');
    const found = await findBrowser({ configured, unpack });
    assert.deepEqual(found, { executable: configured, version: '140.0.1.2', environment: {} });
  });

  for (const [what, lines] of [
    ['does not run', ['exit 1']],
    ['tells no version', ['echo Chromium']],
  ] as const)
    it(`does not replace a configured one that ${what}`, async () => {
      program('chromium', says('153.0.0'));
      const configured = program('mine', ...lines);
      await assert.rejects(findBrowser({ ...search, configured }), {
        name: 'ConfigurationError',
        message: `BROWSER_EXECUTABLE is "${configured}". Allowed: the path of a Chromium that runs here.`,
      });
    });

  it("takes the package's one with its fonts, and the system's libraries where there are any", async () => {
    program('chromium', `[ "$FONTCONFIG_FILE" = '${unpacked.fonts}' ] || exit 1`, says('153.0.0'));
    assert.deepEqual(await findBrowser(search), {
      executable: unpacked.executable,
      version: '153.0.0',
      environment: { FONTCONFIG_FILE: unpacked.fonts },
    });
  });

  it("tries the package's own libraries where the system has none", async () => {
    program('chromium', ...unlessLibraries("echo 'libnss3.so: cannot open' >&2", 'exit 127'), says('153.0.0'));
    const { environment } = await findBrowser(search);
    assert.deepEqual(environment, { FONTCONFIG_FILE: unpacked.fonts, LD_LIBRARY_PATH: unpacked.libraries });
  });

  it('says what is missing with both, and how to get a browser', async () => {
    program(
      'chromium',
      ...unlessLibraries("echo 'first' >&2", 'exit 127'),
      "echo 'libgbm.so: cannot open' >&2",
      'exit 127',
    );
    await assert.rejects(findBrowser(search), {
      name: 'EnvironmentError',
      message: /\(libgbm\.so: cannot open\).*"npm install".*BROWSER_EXECUTABLE/,
    });
  });

  it('says how to get one where the package is missing', async () => {
    const unpack = () => Promise.reject(new Error('ENOENT: no such package'));
    await assert.rejects(findBrowser({ configured: undefined, unpack }), {
      name: 'EnvironmentError',
      message: /\(ENOENT: no such package\).*"npm install".*BROWSER_EXECUTABLE/,
    });
  });
});
