import { EnvironmentError } from '../environment';

/** The services are TypeScript files that Node runs as they are, and are written for this version. */
const LEAST_MAJOR = 24;

/** @throws {EnvironmentError} when the Node that runs this, and would run the services, is too old. */
export function assertNodeVersion(version: string): void {
  if (Number(/^v(\d+)/.exec(version)?.[1]) >= LEAST_MAJOR) return;
  throw new EnvironmentError(
    `This is Node ${version}; the environment needs ${LEAST_MAJOR} or newer, which "npm install" puts into ` +
      'node_modules. Run it with "npm run ..." or "npx node ..."; if that says the same, the package "node" was ' +
      'installed without its install script: run "npm rebuild node".',
  );
}
