import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Accounts } from './accounts/accounts.ts';
import { cloudWatchService } from './cloudwatch/service.ts';
import { ec2Service } from './ec2/service.ts';
import { callerOf } from './gate.ts';
import { iamService } from './identity/iam.ts';
import { stsService } from './identity/sts.ts';
import { pricingService } from './pricing/service.ts';
import { AwsError } from './protocol/errors.ts';
import type { AwsRequest, Service } from './protocol/service.ts';
import { claimOf, type SignedMessage } from './protocol/signature.ts';

const contentTypes = ['application/x-www-form-urlencoded', 'application/x-amz-json-1.0', 'application/x-amz-json-1.1'];

/** AWS behind one address: every service answers POST /, the scope of the signature tells which one is meant. */
export async function aws(app: FastifyInstance, accounts: Accounts): Promise<void> {
  const ec2 = ec2Service(accounts);
  const services: ReadonlyMap<string, Service> = new Map([
    ['ec2', ec2],
    ['iam', iamService(accounts)],
    ['sts', stsService(accounts)],
    ['monitoring', cloudWatchService(accounts)],
    ['pricing', pricingService()],
  ]);
  app.addContentTypeParser(contentTypes, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('/', async (request: FastifyRequest<{ Body?: Buffer }>, reply) => {
    const requestId = randomUUID();
    const service = services.get(claimOf(request.headers.authorization)?.service ?? '') ?? ec2;
    const answer = answering(
      () => service.answer(authenticated(accounts, service, { request, requestId })),
      (error) => {
        request.log.info({ requestId, code: error.code, reason: error.message }, 'A request is refused');
        return service.refuse(error, requestId);
      },
      (cause) => request.log.error(cause),
    );
    if (isLost(accounts, request)) {
      reply.hijack();
      reply.raw.destroy();
      return;
    }
    return reply
      .code(answer.status)
      .headers({ 'content-type': answer.contentType, 'x-amzn-requestid': requestId })
      .send(answer.body);
  });
}

/** Whether the answer to what has been carried out is not to arrive: the connection breaks. */
function isLost(accounts: Accounts, { headers, body }: FastifyRequest<{ Body?: Buffer }>): boolean {
  const keyId = claimOf(headers.authorization)?.accessKeyId ?? '';
  const account = accounts.get(accounts.credential(keyId)?.principal.accountId ?? '');
  const action = new URLSearchParams(body?.toString()).get('Action');
  return action !== null && account?.losesAnswerTo(action) === true;
}

interface Arrival {
  readonly request: FastifyRequest<{ Body?: Buffer }>;
  readonly requestId: string;
}

/** @throws AwsError when the signature is not accepted */
function authenticated(accounts: Accounts, service: Service, { request, requestId }: Arrival): AwsRequest {
  const claim = claimOf(request.headers.authorization);
  if (!claim) throw service.distrust('missing');
  const body = request.body ?? Buffer.alloc(0);
  const message: SignedMessage = { method: request.method, path: request.url, headers: request.headers, body };
  const caller = callerOf(accounts, service, claim, message);
  const target = request.headers['x-amz-target'];
  return {
    caller,
    region: claim.region,
    body: plain(body, request.headers['content-encoding']).toString(),
    target: typeof target === 'string' ? target : undefined,
    requestId,
  };
}

/** The SDK packs large bodies of PutMetricData, and signs them packed. */
function plain(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding !== 'gzip') return body;
  try {
    return gunzipSync(body);
  } catch {
    throw new AwsError('SerializationException', 'The body is not packed with gzip.');
  }
}

function answering<T>(answer: () => T, refuse: (error: AwsError) => T, report: (cause: unknown) => void): T {
  try {
    return answer();
  } catch (cause) {
    if (cause instanceof AwsError) return refuse(cause);
    report(cause);
    return refuse(new AwsError('InternalError', 'An internal error has occurred', 500));
  }
}
