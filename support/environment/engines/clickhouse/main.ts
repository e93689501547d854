import './threads.ts';
import { ConfigurationError } from '../shared/config.ts';
import { runService } from '../shared/lifecycle.ts';
import { loadChdb } from './chdb.ts';
import { Engine } from './engine.ts';
import { createHttp } from './http.ts';

await runService({
  name: 'clickhouse',
  defaultPort: 8123,
  async create({ dataDir, logLevel }) {
    const engine = openEngine(await loadChdb(), dataDir);
    return { http: createHttp(engine, logLevel), closeEngine: () => engine.close() };
  },
});

function openEngine(chdb: Awaited<ReturnType<typeof loadChdb>>, dataDir: string): Engine {
  try {
    return new Engine(chdb, dataDir);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(
      `DATA_DIR is ${JSON.stringify(dataDir)}, which the engine cannot open (${reason}); allowed is a folder that no ` +
        'other process has open.',
      { cause },
    );
  }
}
