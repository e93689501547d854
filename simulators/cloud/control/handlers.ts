import type { FastifyReply, FastifyRequest } from 'fastify';
import type { operations } from '../../../contracts/generated/control.ts';
import type { World } from '../../world/world.ts';
import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { evaluateWaiting, interrupt } from '../market/spot-machines.ts';
import type { SpotPool } from '../market/spot-pool.ts';
import { openAccount } from './open-account.ts';
import { ControlProblem } from './problem.ts';

type BodyOf<Name extends keyof operations> = operations[Name] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

interface OfAccount {
  readonly account_id: string;
}

type Request<Name extends keyof operations, Params = OfAccount> = FastifyRequest<{
  Params: Params;
  Body: BodyOf<Name>;
}>;

/** The operations of the control on clouds, under their names in the contract, which has validated what they get. */
export function controlHandlers(world: World, accounts: Accounts) {
  return {
    getWorld: async () => ({ speed: world.clock.speed, now: new Date(world.clock.now()).toISOString() }),

    async createAccount(request: Request<'createAccount', unknown>, reply: FastifyReply) {
      return reply.code(201).send(openAccount(accounts, request.body));
    },

    async listAccounts({ query }: FastifyRequest<{ Querystring: { readonly label?: string } }>) {
      const fitting = accounts.list().filter((account) => account.label.startsWith(query.label ?? ''));
      return fitting.map((account) => ({
        account_id: account.id,
        label: account.label,
        running_instances: running(account),
      }));
    },

    async closeAccount({ params }: Request<'closeAccount'>, reply: FastifyReply) {
      accounts.close(accountOf(accounts, params));
      return reply.code(204).send();
    },

    async changeSpotPool(
      { params, body }: Request<'changeSpotPool', OfAccount & { readonly instance_type: string }>,
      reply: FastifyReply,
    ) {
      const account = accountOf(accounts, params);
      const pool = poolOf(account, params.instance_type);
      if (body.price_now !== undefined) pool.changePrice(body.price_now);
      if (body.capacity !== undefined) pool.changeCapacity(body.capacity);
      evaluateWaiting(account, pool.instanceType);
      return reply.code(204).send();
    },

    async interruptSpot({ params, body }: Request<'interruptSpot'>) {
      const taken = interrupt(accountOf(accounts, params), body.count, body.notice_seconds);
      return { instance_ids: taken.map((instance) => instance.id) };
    },

    async changeHardware({ params, body }: Request<'changeHardware'>, reply: FastifyReply) {
      accountOf(accounts, params).hardware[body.market] = {
        gpuSlowdown: body.gpu_slowdown ?? 1,
        qualityLoss: body.damaged_weights?.quality_loss ?? 0,
        hallucinationShare: body.hallucination_share,
        bootFailure: body.boot_failure ?? false,
      };
      return reply.code(204).send();
    },
  };
}

function accountOf(accounts: Accounts, { account_id: id }: OfAccount): Account {
  const account = accounts.get(id);
  if (account) return account;
  throw new ControlProblem(404, 'No such account', `account_id: ${id} must be the id of an open account.`);
}

function poolOf(account: Account, instanceType: string): SpotPool {
  const pool = account.pools.get(instanceType);
  if (pool) return pool;
  const pools = [...account.pools.keys()].join(', ') || 'none';
  const detail = `instance_type: ${instanceType} must be one of the spot pools of account ${account.id}: ${pools}.`;
  throw new ControlProblem(404, 'No such spot pool', detail);
}

function running(account: Account): number {
  return [...account.instances.values()].filter((instance) => instance.state === 'running').length;
}
