import { z } from 'zod';

/** What a prompt tells about the change to be judged: flat facts by name. */
export type Facts = Readonly<Record<string, unknown>>;

const factsSchema = z.record(z.string(), z.unknown());

/** The first JSON object in the text, which may stand in prose or in a fenced block; undefined without one. */
export function factsIn(text: string): Facts | undefined {
  for (let start = text.indexOf('{'); start >= 0; start = text.indexOf('{', start + 1)) {
    const end = closingBrace(text, start);
    const facts = end === undefined ? undefined : parseObject(text.slice(start, end + 1));
    if (facts) return facts;
  }
  return undefined;
}

/** The brace that closes the one at `start`, braces inside of strings aside. */
function closingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let k = start; k < text.length; k++) {
    const character = text[k];
    if (quoted && character === '\\') k++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') depth++;
    else if (!quoted && character === '}' && --depth === 0) return k;
  }
  return undefined;
}

function parseObject(text: string): Facts | undefined {
  try {
    return factsSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
