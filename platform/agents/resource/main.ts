import { z } from 'zod';
import { Aws } from '../../shared/aws.ts';
import { readConfig, seconds } from '../../shared/config.ts';
import { Gcp } from '../../shared/gcp.ts';
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
import { analyzeResources } from './tasks/analyze-resources.ts';
import { checkSpotInterruptions } from './tasks/check-spot-interruptions.ts';
import { checkWorkload } from './tasks/check-workload.ts';
import { createInstances, createSpotInstances } from './tasks/create-instances.ts';
import { createPlacedInstances } from './tasks/create-placed-instances.ts';
import { discoverInfrastructure } from './tasks/discover-infrastructure.ts';
import { measureUse } from './tasks/measure-use.ts';
import { terminateInstances } from './tasks/terminate-instances.ts';

const config = readConfig(
  z.object({
    ...agentSettings,
    ...awsSettings,
    ...gcpSettings,
    ...metricsSettings,
    ...pollSetting,
    INSTANCE_READY_SECONDS: seconds.default(180),
  }),
);
const aws = new Aws(awsOptions(config));
const gcp = new Gcp(gcpOptions(config));
const metrics = new MetricsStore({ url: config.CLICKHOUSE_URL, database: config.CLICKHOUSE_DATABASE });
const onDemand = new OnDemandPrices(aws);
const patience = { limit: config.INSTANCE_READY_SECONDS * 1000, interval: config.POLL_INTERVAL_SECONDS * 1000 };

runAgent(config, {
  type: 'resource',
  tasks: {
    discover_infrastructure: discoverInfrastructure({ aws, gcp, onDemand }),
    analyze_resources: analyzeResources(aws, onDemand),
    create_spot_instances: createSpotInstances(aws, patience),
    create_instances: createInstances(aws, patience),
    create_placed_instances: createPlacedInstances({ aws, gcp }),
    check_workload: checkWorkload({ aws, gcp }),
    measure_use: measureUse({ aws, gcp, metrics }),
    terminate_instances: terminateInstances({ aws, gcp }),
    check_spot_interruptions: checkSpotInterruptions(aws),
  },
  close: async () => {
    aws.close();
    await metrics.close();
  },
});
