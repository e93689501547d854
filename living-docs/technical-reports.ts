import { buffer } from 'node:stream/consumers';
import { CucumberHtmlStream } from '@cucumber/html-formatter';
import { JUnitXmlPrinter } from '@cucumber/junit-xml-formatter';
import type { Envelope } from '@cucumber/messages';

/** One message a line. */
export function ndjsonOf(envelopes: readonly Envelope[]): Buffer {
  // One line at a time: with large attachments the whole would be no string that can be.
  return Buffer.concat(envelopes.map((envelope) => Buffer.from(`${JSON.stringify(envelope)}\n`)));
}

/** Cucumber's own page of a run. */
export async function htmlOf(envelopes: readonly Envelope[]): Promise<Buffer> {
  const stream = new CucumberHtmlStream();
  const whole = buffer(stream);
  for (const envelope of envelopes) stream.write(envelope);
  stream.end();
  return await whole;
}

/** For machines that read no messages. Nothing where the run has no end. */
export function junitOf(envelopes: readonly Envelope[]): string {
  const parts: string[] = [];
  const printer = new JUnitXmlPrinter({ suiteName: 'OptiInfra' }, (content) => parts.push(content));
  for (const envelope of envelopes) printer.update(envelope);
  return parts.join('');
}
