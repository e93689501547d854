import { z } from 'zod';

/** How often spot machines of a type are taken back. */
export interface InterruptionRates {
  /** Share of the machines taken back in a month, 0..1; undefined where nothing is published about the type. */
  of(instanceType: string, region: string): number | undefined;
}

/**
 * AWS's Spot Instance Advisor, which has no API but publishes a file.
 * @param template its URL; {account_id} in it is replaced where the file is the account's own
 */
export class SpotAdvisor {
  readonly #template: string;

  constructor(template: string) {
    this.#template = template;
  }

  async rates(accountId: string): Promise<InterruptionRates> {
    const url = this.#template.replaceAll('{account_id}', accountId);
    const response = await fetch(url, { signal: AbortSignal.timeout(answerLimit) });
    if (!response.ok) throw new Error(`The spot advisor answers ${url} with ${response.status}`);
    return readAdvice(await response.json());
  }
}

/** @throws ZodError where it is not the advisor's file */
export function readAdvice(file: unknown): InterruptionRates {
  const regions = fileSchema.parse(file);
  return {
    of: (instanceType, region) => {
      const advice = regions[region]?.Linux[instanceType];
      return advice && rateOf(advice);
    },
  };
}

/** Wall milliseconds. */
const answerLimit = 5_000;

/** Upper ends of the advisor's classes 0 to 4: below 5 %, to 10 %, to 15 %, to 20 %, above. */
const upperEnds = [0.05, 0.1, 0.15, 0.2, 1] as const;

const adviceSchema = z.object({
  r: z.number().int().min(0).max(4),
  interruption_percent: z.number().min(0).max(100).optional(),
});
const regionsSchema = z.record(z.string(), z.object({ Linux: z.record(z.string(), adviceSchema).default({}) }));
const fileSchema = z.union([
  z.object({ spot_advisor: regionsSchema }).transform(({ spot_advisor: regions }) => regions),
  regionsSchema,
]);

/** Where only the class is published, the worst of it is assumed. */
function rateOf(advice: z.infer<typeof adviceSchema>): number {
  if (advice.interruption_percent !== undefined) return advice.interruption_percent / 100;
  return upperEnds[advice.r] ?? 1;
}
