/** What differs each time that one thing goes wrong: ids, ports, times. */
const FLEETING =
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\b|(?<=\d):\d{4,5}\b|\b\d+(?:\.\d+)? ?(?:ms|s|milliseconds|seconds)\b/gi;

/** The first line of what a failure says, without what is different each time: failures of one cause have the same. */
export function causeOf(message: string): string {
  return (message.split('\n')[0] ?? '').trim().replace(FLEETING, '…');
}
