import { readConfig } from '../shared/config.ts';
import { runService } from '../shared/lifecycle.ts';
import { createLogger } from '../shared/logger.ts';
import { configSchema } from './config.ts';
import { startOrchestrator } from './orchestrator.ts';

const config = readConfig(configSchema);
const logger = createLogger('orchestrator', config.LOG_LEVEL);

runService({ name: 'orchestrator', logger, start: () => startOrchestrator(config, logger) });
