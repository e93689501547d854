import { runService } from '../shared/lifecycle.ts';
import { Collections } from './collections.ts';
import { createHttp } from './http.ts';
import { Store } from './store.ts';

await runService({
  name: 'qdrant',
  defaultPort: 6333,
  async create({ dataDir, logLevel }) {
    const store = new Store(dataDir);
    return { http: createHttp(new Collections(store), logLevel), closeEngine: async () => store.close() };
  },
});
