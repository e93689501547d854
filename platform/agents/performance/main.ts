import { z } from 'zod';
import { readConfig } from '../../shared/config.ts';
import { MetricsStore } from '../../shared/metrics-store.ts';
import { runAgent } from '../shared/agent.ts';
import { agentSettings, metricsSettings } from '../shared/config.ts';
import { closeWindow } from './tasks/close-window.ts';
import { measureErrorBudget } from './tasks/measure-error-budget.ts';
import { openWindow } from './tasks/open-window.ts';
import { validateRecommendation } from './tasks/validate-recommendation.ts';

const config = readConfig(z.object({ ...agentSettings, ...metricsSettings }));
const metrics = new MetricsStore({ url: config.CLICKHOUSE_URL, database: config.CLICKHOUSE_DATABASE });

runAgent(config, {
  type: 'performance',
  tasks: {
    validate_recommendation: validateRecommendation(),
    open_window: openWindow(),
    close_window: closeWindow(metrics),
    measure_error_budget: measureErrorBudget(),
  },
  close: () => metrics.close(),
});
