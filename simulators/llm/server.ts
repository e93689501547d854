import { randomUUID } from 'node:crypto';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import type { World } from '../world/world.ts';
import { type Assessment, assess } from './assessment.ts';
import { type Behaviour, Behaviours, behaviourRoutes } from './behaviours.ts';
import { factsIn } from './facts.ts';

const contentSchema = z.union([
  z.string(),
  z
    .array(z.object({ type: z.literal('text'), text: z.string() }))
    .transform((parts) => parts.map(({ text }) => text).join('\n')),
]);

const requestSchema = z.object({
  model: z.string().min(1),
  messages: z
    .array(z.object({ role: z.enum(['system', 'developer', 'user', 'assistant']), content: contentSchema }))
    .min(1),
  stream: z.literal(false).optional(),
  /** Whom the request is for, as OpenAI's API has it. */
  user: z.string().optional(),
});
type ChatRequest = z.infer<typeof requestSchema>;

/**
 * A language model behind OpenAI's chat completions, for risk assessments only: it reads the facts, one JSON object, in
 * the last user message and answers {"risk_level","rationale"} by them, the same for the same facts. Any bearer key will do.
 */
export function languageModel({ controlKey, clock }: Pick<World, 'controlKey' | 'clock'>): FastifyInstance {
  const behaviours = new Behaviours();
  const app = fastify({ logger: { level: 'error', base: { service: 'llm' } } });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error(error);
    return refuse(reply, status, error.message);
  });
  app.setNotFoundHandler((request, reply) => refuse(reply, 404, `${request.method} ${request.url} is not served here`));
  app.get('/health', () => ({ status: 'ok', service: 'llm' }));
  app.post('/v1/chat/completions', (request, reply) => {
    if (!/^Bearer \S/.test(request.headers.authorization ?? '')) {
      return refuse(reply, 401, 'authorization: must be a bearer token, any will do');
    }
    const parsed = requestSchema.safeParse(request.body);
    if (parsed.success) return speak(parsed.data, reply, { clock, behaviour: behaviours.of(parsed.data.user) });
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return refuse(reply, 400, faults.join('; '));
  });
  app.register(async (scope) => behaviourRoutes(scope, behaviours, controlKey), { prefix: '/control/llm' });
  return app;
}

interface Mood {
  readonly clock: World['clock'];
  readonly behaviour: Behaviour;
}

/** Whoever does not wait for a slow model, or for a silent one, has gone by the time. */
async function speak(request: ChatRequest, reply: FastifyReply, { clock, behaviour }: Mood): Promise<FastifyReply> {
  if (behaviour === 'silent') return reply.hijack();
  if (behaviour === 'slow') await new Promise<void>((resolve) => clock.after(slowSeconds, resolve));
  return reply.send(completion(request, contentOf(request, behaviour)));
}

/** Seconds of the world that a slow model takes. */
const slowSeconds = 240;

function contentOf(request: ChatRequest, behaviour: Behaviour): string {
  if (behaviour === 'nonsense') return 'As a language model I would say that it depends.';
  return JSON.stringify(behaviour === 'careless' ? CARELESS : answer(request));
}

const CARELESS: Assessment = { risk_level: 'low', rationale: 'Nothing speaks against it.' };

function completion(request: ChatRequest, content: string) {
  const prompt_tokens = request.messages.reduce((sum, message) => sum + tokens(message.content), 0);
  const completion_tokens = tokens(content);
  return {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

function answer(request: ChatRequest): Assessment {
  const asked = request.messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const facts = factsIn(asked);
  if (facts) return assess(facts);
  return { risk_level: 'high', rationale: 'The question states no facts, so nothing speaks for the change.' };
}

/** About four characters a token, as OpenAI's rule of thumb has it. */
function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** OpenAI's shape of an error. */
function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ error: { message, type: 'invalid_request_error', param: null, code: null } });
}
