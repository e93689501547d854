import { AGENT_TYPES } from '../support/environment/embedded/platform-services';

/** Programs that run once in the life of a database: whoever changes one needs stores that are still empty. */
const MIGRATIONS = 'platform/orchestrator/database/migrations/';

/** Names of the services that run a file of the platform, by the folder that it is in; undefined when a new environment is needed. */
export function servicesRunning(file: string): readonly string[] | undefined {
  if (file.startsWith(MIGRATIONS)) return undefined;
  const [workspace, part, agent = ''] = file.split('/');
  if (workspace !== 'platform') return undefined;
  if (part === 'orchestrator' || part === 'runtime' || part === 'portal') return [part];
  if (part === 'agents') return AGENT_TYPES.filter((type) => agent === 'shared' || agent === type);
  return ['orchestrator', ...AGENT_TYPES, 'runtime', 'portal'];
}
