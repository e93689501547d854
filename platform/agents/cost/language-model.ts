import OpenAI from 'openai';
import { z } from 'zod';
import type { Logger } from '../../shared/logger.ts';
import type { Candidate } from './analysis.ts';
import { rounded } from './offer-rule.ts';
import { riskOf } from './risk.ts';
import type { Adviser } from './risk-assessor.ts';

export interface LanguageModelOptions {
  /** Base URL of an OpenAI-compatible API, such as http://127.0.0.1:8200/v1. */
  readonly url: string;
  readonly apiKey: string;
  readonly model: string;
  /** Wall milliseconds; an answer that comes later is not waited for. */
  readonly limit: number;
  readonly logger: Logger;
}

/** Asks a language model for the risk of a move. Whatever goes wrong is logged and counts as no opinion. */
export function languageModelAdviser(options: LanguageModelOptions): Adviser {
  const client = new OpenAI({ baseURL: options.url, apiKey: options.apiKey, timeout: options.limit, maxRetries: 0 });
  return async (candidate, customerId) => {
    try {
      const answer = await client.chat.completions.create({
        model: options.model,
        user: customerId,
        temperature: 0,
        response_format: { type: 'json_object' },
        messages: [
          { role: 'system', content: instruction },
          { role: 'user', content: JSON.stringify(factsOf(candidate)) },
        ],
      });
      return opinionSchema.parse(JSON.parse(answer.choices[0]?.message.content ?? ''));
    } catch (error) {
      options.logger.warn({ err: error }, 'no opinion of the language model');
      return undefined;
    }
  };
}

const instruction = [
  'You assess the risk of moving machines that serve language models or do batch work to spot capacity, from the facts given as JSON.',
  'Answer with one JSON object: {"risk_level": "low" | "medium" | "high" | "critical", "rationale": "one sentence"}.',
].join(' ');

const opinionSchema = z.object({
  risk_level: z.enum(['low', 'medium', 'high', 'critical']),
  rationale: z.string().min(1).max(500),
});

function factsOf({ group, offer }: Candidate) {
  return {
    kind: group.move,
    instance_type: group.instanceType,
    region: group.region,
    machines: group.machines.length,
    discount: rounded(offer.discount),
    interruption_rate: rounded(offer.interruptionRate),
    placement_score: offer.placementScore,
    price_history_days: Math.round(offer.historyDays),
    risk_by_rule: riskOf(offer.interruptionRate),
  };
}
