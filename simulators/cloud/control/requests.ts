import type { FastifyRequest } from 'fastify';
import type { operations } from '../../../contracts/generated/control.ts';

type BodyOf<Name extends keyof operations> = operations[Name] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

/** A request of the control under its name in the contract, which has validated it. */
export type ControlRequest<Name extends keyof operations, Params> = FastifyRequest<{
  Params: Params;
  Body: BodyOf<Name>;
}>;

/** A list that may be asked for by the beginning of the label. */
export type ListRequest = FastifyRequest<{ Querystring: { readonly label?: string } }>;

/** The parameters of a spot pool's path besides those of its account or project. */
export interface OfPool {
  readonly instance_type: string;
}

/** The parameters of a machine's path besides those of its account or project. */
export interface OfMachine {
  readonly instance_id: string;
}
