import { z } from 'zod';
import { Aws } from '../../shared/aws.ts';
import { readConfig, seconds } from '../../shared/config.ts';
import { runAgent } from '../shared/agent.ts';
import { agentSettings, awsOptions, awsSettings, pollSetting } from '../shared/config.ts';
import { OnDemandPrices } from '../shared/prices.ts';
import { analyzeResources } from './tasks/analyze-resources.ts';
import { checkSpotInterruptions } from './tasks/check-spot-interruptions.ts';
import { createInstances, createSpotInstances } from './tasks/create-instances.ts';
import { discoverInfrastructure } from './tasks/discover-infrastructure.ts';
import { terminateInstances } from './tasks/terminate-instances.ts';

const config = readConfig(
  z.object({ ...agentSettings, ...awsSettings, ...pollSetting, INSTANCE_READY_SECONDS: seconds.default(180) }),
);
const aws = new Aws(awsOptions(config));
const onDemand = new OnDemandPrices(aws);
const patience = { limit: config.INSTANCE_READY_SECONDS * 1000, interval: config.POLL_INTERVAL_SECONDS * 1000 };

runAgent(config, {
  type: 'resource',
  tasks: {
    discover_infrastructure: discoverInfrastructure(aws, onDemand),
    analyze_resources: analyzeResources(aws, onDemand),
    create_spot_instances: createSpotInstances(aws, patience),
    create_instances: createInstances(aws, patience),
    terminate_instances: terminateInstances(aws),
    check_spot_interruptions: checkSpotInterruptions(aws),
  },
  close: async () => aws.close(),
});
