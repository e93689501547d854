import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AcceptanceWorld } from '../../world/world';
import type { EventStream } from '../drivers/event-stream';
import { type Entry, redact } from '../drivers/journal';
import { logFolder } from '../environment/paths';
import { TABLE_MEDIA_TYPE } from '../reports/media-types';
import { table } from '../reports/text-table';

const CALLS = 25;
const LOG_LINES = 40;

/** Attaches what explains a failure: the last calls, what the customers were told, and the services' complaints about these very calls. */
export async function attachEvidence(world: AcceptanceWorld): Promise<void> {
  const { journal, around } = world;
  const customers = world.customers.all;
  const calls = journal.entries.slice(-CALLS).map(cellsOf);
  if (calls.length > 0) world.attach(table(calls), asTable('The last calls'));
  for (const { via, what, rows = [] } of lastLooks(journal.entries))
    world.attach(table(rows), asTable(`What was last found in ${via}: ${what}`));
  for (const customer of customers) {
    world.attach(eventsOf(customer), titled(`What ${customer.name} was told`));
  }
  const ids = journal.entries.flatMap(({ correlationId }) => correlationId ?? []);
  const related = [...ids, ...customers.map(({ own }) => own.customerId)];
  const lines = await logLines(logFolder(around.addresses.runId), related);
  world.attach(lines.join('\n') || 'nothing that concerns this scenario', titled("The services' logs"));
}

function titled(fileName: string): { mediaType: string; fileName: string } {
  return { mediaType: 'text/plain', fileName };
}

function asTable(fileName: string): { mediaType: string; fileName: string } {
  return { mediaType: TABLE_MEDIA_TYPE, fileName };
}

function cellsOf({ at, via, what, answer, milliseconds, correlationId }: Entry) {
  const time = new Date(at).toISOString().slice(11, 23);
  return { time, where: via, what, answer, ms: milliseconds.toFixed(0), request: correlationId ?? '' };
}

/** Of each store the look that found something last. */
function lastLooks(entries: readonly Entry[]): readonly Entry[] {
  const looks = entries.filter(({ rows = [] }) => rows.length > 0);
  return [...new Map(looks.map((look) => [look.via, look])).values()];
}

type Heard = { readonly own: { readonly events: Pick<EventStream, 'events'> } };

function eventsOf(customer: Heard): string {
  try {
    return (
      customer.own.events.events.map(({ at, type, message }) => `${at} ${type}: ${message}`).join('\n') || 'nothing'
    );
  } catch (error) {
    return String(error);
  }
}

/** The newest log lines of any service that mention one of the ids. */
async function logLines(folder: string, ids: readonly string[]): Promise<readonly string[]> {
  const files = existing(folder).filter((file) => file.endsWith('.log'));
  const found = await Promise.all(
    files.map(async (file) => mentioning(file, await readFile(join(folder, file), 'utf8'), ids)),
  );
  return found.flat().slice(-LOG_LINES).map(redact);
}

function mentioning(file: string, text: string, ids: readonly string[]): readonly string[] {
  const service = file.replace('.log', '');
  return text
    .split('\n')
    .filter((line) => ids.some((id) => line.includes(id)))
    .map((line) => `${service}: ${line.slice(0, 600)}`);
}

function existing(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // A remote environment keeps its logs to itself.
  }
}
