import { createReadStream } from 'node:fs';
import type { Envelope } from '@cucumber/messages';
import { ConfigurationError } from '../../support/config';

/** What a file of messages holds. */
export interface Stream {
  readonly file: string;
  readonly envelopes: readonly Envelope[];
  /** The last line was cut off: the run was killed while it wrote. */
  readonly brokenOff: boolean;
}

/** Reads a run's messages. @throws {ConfigurationError} naming the file and the line that is no message */
export async function readStream(file: string): Promise<Stream> {
  const envelopes: Envelope[] = [];
  let number = 0;
  let unread: { readonly number: number } | undefined;
  for await (const line of linesOf(file)) {
    number += 1;
    if (line.trim() === '') continue;
    if (unread) throw noMessage(file, unread.number);
    const envelope = parsed(line);
    if (envelope) envelopes.push(envelope);
    else unread = { number };
  }
  if (unread && envelopes.length === 0) throw noMessage(file, unread.number);
  return { file, envelopes, brokenOff: unread !== undefined };
}

/** Not readline: it would cut lines at separators that JSON allows inside of texts. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let parts: string[] = [];
  for await (const chunk of opened(file)) {
    const [first = '', ...others] = (chunk as string).split('\n');
    parts.push(first);
    for (const next of others) {
      yield parts.join('');
      parts = [next];
    }
  }
  yield parts.join('');
}

async function* opened(file: string): AsyncGenerator<unknown> {
  try {
    yield* createReadStream(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && (error as NodeJS.ErrnoException).code !== 'EISDIR')
      throw error;
    throw new ConfigurationError(
      'The file of messages',
      file,
      'a file that a run has written, like reports/messages.ndjson',
    );
  }
}

function parsed(line: string): Envelope | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === 'object' ? (value as Envelope) : undefined;
  } catch {
    return undefined;
  }
}

function noMessage(file: string, line: number): ConfigurationError {
  return new ConfigurationError(`Line ${line} of ${file}`, 'no message', 'one message of Cucumber a line, as JSON');
}
