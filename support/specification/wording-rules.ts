import type { FeatureFile } from './feature-file';
import type { Violation } from './violation';

/** Words of the machinery. Were it built differently tomorrow, no sentence of the specification should change. */
const TECHNICAL: readonly RegExp[] = [
  /\b(?:URL|URI|HTTPS?|JSON|XML|YAML|HTML|CSS|DOM|SQL|REST|API|UUID|gRPC|regex)s?\b/,
  /\b(?:GET|POST|PUT|PATCH|DELETE|SELECT|INSERT)\b/,
  /\b(?:web ?sockets?|endpoints?|selectors?|xpath|payloads?|status codes?|query strings?|stack traces?)\b/i,
  /\b(?:PostgreSQL|Postgres|ClickHouse|Redis|Qdrant|Kafka)\b/i,
  /\b\w+_\w+\b/,
  /(?:^|\s)\/[a-z][\w-]*/,
];

/** Sentences speak of the customer's business, never of the machinery underneath. */
export function checkWording({ path, sentences }: FeatureFile): readonly Violation[] {
  return sentences.flatMap(({ text, line }) =>
    TECHNICAL.flatMap((pattern) => {
      const found = pattern.exec(text)?.[0].trim();
      if (!found) return [];
      return [{ path, line, what: `"${found}" is a technical word`, allowed: 'words that the customer would use' }];
    }),
  );
}
