import { config } from '../config';
import { type Finding, LOOKS } from './doctor-looks';
import { CANNOT_RUN, explain, table } from './report';

/** Tells what this machine has and lacks for each target; exit code 1 when the configured target lacks something. */
async function doctor(): Promise<number> {
  const { target } = config();
  const findings = await Promise.all(LOOKS.map(async (look) => ({ ...look, ...(await attempt(look.look)) })));
  const rows = findings.map(({ target: for_, what, state, detail }) => [for_, what, state, detail]);
  process.stdout.write(`${table(['target', 'needs', 'state', 'found'], rows)}\n\n`);
  const lacking = findings.filter((finding) => [target, 'all'].includes(finding.target) && finding.state === 'missing');
  const verdict = lacking.length === 0 ? 'has all it needs' : `lacks: ${lacking.map(({ what }) => what).join(', ')}`;
  process.stdout.write(`The target ${target} ${verdict}.\n`);
  return lacking.length === 0 ? 0 : 1;
}

async function attempt(look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    return { state: 'missing', detail: explain(error).split('\n')[0] ?? '' };
  }
}

doctor().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = CANNOT_RUN;
  },
);
