import { z } from 'zod';
import { Aws } from '../../shared/aws.ts';
import { readConfig } from '../../shared/config.ts';
import { MetricsStore } from '../../shared/metrics-store.ts';
import { runAgent } from '../shared/agent.ts';
import { agentSettings, awsOptions, awsSettings, metricsSettings, pollSetting } from '../shared/config.ts';
import { analyzePerformance } from './tasks/analyze-performance.ts';
import { closeWindow } from './tasks/close-window.ts';
import { measureErrorBudget } from './tasks/measure-error-budget.ts';
import { measureLatency } from './tasks/measure-latency.ts';
import { openWindow } from './tasks/open-window.ts';
import { validateRecommendation } from './tasks/validate-recommendation.ts';

const config = readConfig(z.object({ ...agentSettings, ...awsSettings, ...metricsSettings, ...pollSetting }));
const metrics = new MetricsStore({ url: config.CLICKHOUSE_URL, database: config.CLICKHOUSE_DATABASE });
const aws = new Aws(awsOptions(config));

/** An analysis measures for so many intervals: 30 s of requests usually, whose means hardly change any more. */
const intervals = 15;
const window = intervals * config.POLL_INTERVAL_SECONDS * 1000;

runAgent(config, {
  type: 'performance',
  tasks: {
    analyze_performance: analyzePerformance(window),
    validate_recommendation: validateRecommendation(aws),
    open_window: openWindow(),
    close_window: closeWindow(metrics),
    measure_error_budget: measureErrorBudget(),
    measure_latency: measureLatency(metrics),
  },
  close: async () => {
    aws.close();
    await metrics.close();
  },
});
