import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

const behaviourSchema = z.enum(['well', 'silent', 'nonsense', 'slow', 'careless']);
export type Behaviour = z.infer<typeof behaviourSchema>;

const changeSchema = z.strictObject({ behaviour: behaviourSchema });
const paramsSchema = z.object({ customer_id: z.uuid() });

/** How the model behaves towards each customer; well where nothing else was said. */
export class Behaviours {
  readonly #byUser = new Map<string, Behaviour>();

  of(user: string | undefined): Behaviour {
    return this.#byUser.get(user ?? '') ?? 'well';
  }

  set(user: string, behaviour: Behaviour): void {
    if (behaviour === 'well') this.#byUser.delete(user);
    else this.#byUser.set(user, behaviour);
  }
}

/** PUT /{customer_id} of contracts/control.yaml's changeLanguageModel. */
export function behaviourRoutes(app: FastifyInstance, behaviours: Behaviours, controlKey: string): void {
  app.put('/:customer_id', (request, reply) => {
    const problem = (status: number, title: string, detail: string) =>
      reply.code(status).send({ title, status, detail });
    if (request.headers['x-control-key'] !== controlKey) return problem(401, 'Unauthorized', 'x-control-key is wrong');
    const params = paramsSchema.safeParse(request.params);
    if (!params.success) return problem(400, 'Bad request', 'customer_id: must be a UUID');
    const change = changeSchema.safeParse(request.body);
    if (!change.success)
      return problem(
        400,
        'Bad request',
        `behaviour: must be one of ${behaviourSchema.options.join(', ')}, and nothing beside it`,
      );
    behaviours.set(params.data.customer_id, change.data.behaviour);
    return reply.code(204).send();
  });
}
