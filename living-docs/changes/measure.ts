/** A number in a sentence, with its unit brought to one that can be compared. */
export interface Measure {
  /** As it stands in the sentence. */
  readonly text: string;
  /** Money in dollars, durations in seconds, everything else as it is. */
  readonly value: number;
  readonly kind: 'money' | 'percent' | 'duration' | 'number';
}

/** A sentence with its numbers taken out: two of them say the same about other numbers when their frames are equal. */
export interface Measured {
  readonly frame: string;
  readonly measures: readonly Measure[];
}

const SECONDS: Readonly<Record<string, number>> = {
  millisecond: 0.001,
  ms: 0.001,
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
};

const UNITS = Object.keys(SECONDS).join('|');
const NUMBER = new RegExp(
  `(?<![\\w.,-])(\\$)?(\\d[\\d,]*(?:\\.\\d+)?|(?:an?|one|two|three|four|five|ten)(?= (?:${UNITS})s?\\b))( ?%| ?(?:${UNITS})s?\\b)?(?![\\w])`,
  'g',
);
const WORDS: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, ten: 10 };

export function measured(sentence: string): Measured {
  const measures: Measure[] = [];
  const frame = sentence.replace(NUMBER, (text: string, dollar?: string, digits = '', unit?: string) => {
    const measure = measureOf({ text, dollar, digits, unit: unit?.trim() });
    measures.push(measure);
    return `{${measure.kind}}`;
  });
  return { frame, measures };
}

interface Raw {
  readonly text: string;
  readonly dollar: string | undefined;
  readonly digits: string;
  readonly unit: string | undefined;
}

function measureOf({ text, dollar, digits, unit }: Raw): Measure {
  const value = WORDS[digits] ?? Number(digits.replaceAll(',', ''));
  if (dollar) return { text, value, kind: 'money' };
  if (unit === '%') return { text, value, kind: 'percent' };
  const seconds = unit && (SECONDS[unit] ?? SECONDS[unit.replace(/s$/, '')]);
  return seconds ? { text, value: value * seconds, kind: 'duration' } : { text, value, kind: 'number' };
}
