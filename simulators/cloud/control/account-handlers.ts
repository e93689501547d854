import type { FastifyReply } from 'fastify';
import { healthyHardware } from '../../world/machines.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { evaluateWaiting, interruptSpot } from '../market/spot-machines.ts';
import { openAccount } from './open-account.ts';
import type { ControlRequest, ListRequest, OfMachine, OfPool } from './requests.ts';
import { changeMachine, changePool, summaries, tenantOf } from './tenants.ts';

interface OfAccount {
  readonly account_id: string;
}

/** The operations of the control on AWS. */
export function accountHandlers(accounts: Accounts) {
  const accountOf = ({ account_id: id }: OfAccount) => tenantOf(accounts, 'account', id);
  return {
    async createAccount({ body }: ControlRequest<'createAccount', unknown>, reply: FastifyReply) {
      return reply.code(201).send(openAccount(accounts, body));
    },

    async listAccounts(request: ListRequest) {
      return summaries(accounts, request).map(({ id, ...summary }) => ({ account_id: id, ...summary }));
    },

    async closeAccount({ params }: ControlRequest<'closeAccount', OfAccount>, reply: FastifyReply) {
      accounts.close(accountOf(params));
      return reply.code(204).send();
    },

    async changeSpotPool({ params, body }: ControlRequest<'changeSpotPool', OfAccount & OfPool>, reply: FastifyReply) {
      const account = accountOf(params);
      changePool(account, params.instance_type, body);
      evaluateWaiting(account, params.instance_type);
      return reply.code(204).send();
    },

    async interruptSpot({ params, body }: ControlRequest<'interruptSpot', OfAccount>) {
      const taken = interruptSpot(accountOf(params), body.count, body.notice_seconds);
      return { instance_ids: taken.map((instance) => instance.id) };
    },

    async loseAnswers({ params, body }: ControlRequest<'loseAnswers', OfAccount>, reply: FastifyReply) {
      accountOf(params).loseAnswers(body.action, body.count ?? 1);
      return reply.code(204).send();
    },

    async changeHardware({ params, body }: ControlRequest<'changeHardware', OfAccount>, reply: FastifyReply) {
      accountOf(params).hardware[body.market] = {
        gpuSlowdown: body.gpu_slowdown ?? healthyHardware.gpuSlowdown,
        qualityLoss: body.damaged_weights?.quality_loss ?? healthyHardware.qualityLoss,
        hallucinationShare: body.hallucination_share,
        bootFailure: body.boot_failure ?? healthyHardware.bootFailure,
        bootSeconds: body.boot_seconds ?? healthyHardware.bootSeconds,
      };
      return reply.code(204).send();
    },

    async changeMachine({ params, body }: ControlRequest<'changeMachine', OfAccount & OfMachine>, reply: FastifyReply) {
      changeMachine(accountOf(params), params.instance_id, body);
      return reply.code(204).send();
    },

    async changeReachability({ params, body }: ControlRequest<'changeReachability', OfAccount>, reply: FastifyReply) {
      accountOf(params).reachable = body.reachable;
      return reply.code(204).send();
    },
  };
}
