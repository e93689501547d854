import { z } from 'zod';
import { Aws } from '../../shared/aws.ts';
import { foreignSecret, readConfig, seconds, setting, url } from '../../shared/config.ts';
import { Gcp } from '../../shared/gcp.ts';
import { createLogger } from '../../shared/logger.ts';
import { MetricsStore } from '../../shared/metrics-store.ts';
import { runAgent } from '../shared/agent.ts';
import {
  agentSettings,
  awsOptions,
  awsSettings,
  gcpOptions,
  gcpSettings,
  metricsSettings,
  pollSetting,
} from '../shared/config.ts';
import { OnDemandPrices } from '../shared/prices.ts';
import { languageModelAdviser } from './language-model.ts';
import { OutcomeStore } from './outcome-store.ts';
import { RiskAssessor } from './risk-assessor.ts';
import { SpotAdvisor } from './spot-advisor.ts';
import { analyzeCost } from './tasks/analyze-cost.ts';
import { measureSpendTask } from './tasks/measure-spend.ts';
import { purchaseReservation } from './tasks/purchase-reservation.ts';
import { recordOutcome } from './tasks/record-outcome.ts';

const advisorUrl = setting("a URL, in which {account_id} stands for the customer's account", (text) =>
  URL.canParse(text.replaceAll('{account_id}', '0')) ? text : undefined,
);

const outlookUrl = setting("a URL, in which {project_id} stands for the customer's project", (text) =>
  URL.canParse(text.replaceAll('{project_id}', 'project')) ? text : undefined,
);

const config = readConfig(
  z.object({
    ...agentSettings,
    ...awsSettings,
    ...gcpSettings,
    ...metricsSettings,
    ...pollSetting,
    QDRANT_URL: url('http', 'https'),
    SPOT_ADVISOR_URL: advisorUrl,
    SPOT_OUTLOOK_URL: outlookUrl,
    LLM_URL: url('http', 'https').optional(),
    LLM_API_KEY: foreignSecret.default('none'),
    LLM_MODEL: z.string().min(1).default('default'),
    LLM_TIMEOUT_SECONDS: seconds.default(2),
    /** How long a purchase of reserved capacity may take to be in force. */
    RESERVATION_READY_SECONDS: seconds.default(120),
  }),
);
const aws = new Aws(awsOptions(config));
const metrics = new MetricsStore({ url: config.CLICKHOUSE_URL, database: config.CLICKHOUSE_DATABASE });
const gcp = new Gcp(gcpOptions(config));
const spending = { aws, gcp, onDemand: new OnDemandPrices(aws), metrics };
const outcomes = new OutcomeStore(config.QDRANT_URL);

const adviser = config.LLM_URL
  ? languageModelAdviser({
      url: config.LLM_URL,
      apiKey: config.LLM_API_KEY,
      model: config.LLM_MODEL,
      limit: config.LLM_TIMEOUT_SECONDS * 1000,
      logger: createLogger('cost-agent', config.LOG_LEVEL),
    })
  : async () => undefined;

runAgent(config, {
  type: 'cost',
  tasks: {
    analyze_cost: analyzeCost({
      ...spending,
      advisor: new SpotAdvisor(config.SPOT_ADVISOR_URL),
      assessor: new RiskAssessor(adviser),
      outcomes,
      outlookUrl: config.SPOT_OUTLOOK_URL,
    }),
    measure_spend: measureSpendTask(spending),
    purchase_reservation: purchaseReservation(aws, {
      limit: config.RESERVATION_READY_SECONDS * 1000,
      interval: config.POLL_INTERVAL_SECONDS * 1000,
    }),
    record_outcome: recordOutcome(outcomes),
  },
  close: async () => {
    aws.close();
    await metrics.close();
  },
});
