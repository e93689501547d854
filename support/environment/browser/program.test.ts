import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROWSER_VARIABLE, browserFromEnvironment } from './program';

describe('The browser that a worker is told of', () => {
  it('is the one that was found', () => {
    const found = { executable: '/opt/chromium', version: '153.0.0', environment: { FONTCONFIG_FILE: '/opt/fonts' } };
    assert.deepEqual(browserFromEnvironment({ [BROWSER_VARIABLE]: JSON.stringify(found) }), found);
  });

  it('is asked for by name where nobody has looked', () => {
    assert.throws(() => browserFromEnvironment({}), /E2E_BROWSER is not set.*@portal/);
  });

  it('is refused where it is not whole', () => {
    assert.throws(() => browserFromEnvironment({ [BROWSER_VARIABLE]: '{"executable":"/opt/chromium"}' }), /version/);
  });
});
