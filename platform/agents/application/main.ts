import { z } from 'zod';
import { readConfig, url } from '../../shared/config.ts';
import { MetricsStore } from '../../shared/metrics-store.ts';
import { runAgent } from '../shared/agent.ts';
import { agentSettings, metricsSettings } from '../shared/config.ts';
import { BaselineStore } from './baseline-store.ts';
import { analyzeQuality } from './tasks/analyze-quality.ts';
import { establishBaseline } from './tasks/establish-baseline.ts';
import { validateQuality } from './tasks/validate-quality.ts';

const config = readConfig(
  z.object({ ...agentSettings, ...metricsSettings, DATABASE_URL: url('postgres', 'postgresql') }),
);
const metrics = new MetricsStore({ url: config.CLICKHOUSE_URL, database: config.CLICKHOUSE_DATABASE });
const baselines = new BaselineStore(config.DATABASE_URL);

runAgent(config, {
  type: 'application',
  tasks: {
    analyze_quality: analyzeQuality(metrics),
    establish_baseline: establishBaseline({ baselines, metrics }),
    validate_quality: validateQuality({ baselines, metrics }),
  },
  close: async () => {
    await Promise.all([baselines.close(), metrics.close()]);
  },
});
