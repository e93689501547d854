import { z } from 'zod';
import type { Principal } from '../accounts/principal.ts';
import { AwsError } from './errors.ts';
import type { Answer, Distrust, Service } from './service.ts';

export interface JsonCall<Input> {
  readonly caller: Principal;
  readonly region: string;
  readonly input: Input;
}

/** An action whose input has not been looked at yet. */
export type JsonAction = (call: JsonCall<unknown>) => object;

const distrusts: Readonly<Record<Distrust, readonly [code: string, message: string]>> = {
  missing: ['MissingAuthenticationTokenException', 'Missing Authentication Token'],
  'unknown-key': ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
  'wrong-signature': [
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided.',
  ],
  'wrong-token': ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
  expired: ['ExpiredTokenException', 'The security token included in the request is expired'],
};

/** How a service calls its target, which JSON it speaks, and what it calls a bad value and a missing one. */
export interface JsonDialect {
  readonly target: string;
  readonly version: '1.0' | '1.1';
  readonly invalid: string;
  readonly missing: string;
}

/** The protocol AWS JSON: an object in, an object out, the action in the header X-Amz-Target. */
export function jsonService(dialect: JsonDialect, actions: Readonly<Record<string, JsonAction>>): Service {
  const reply = (status: number, body: object): Answer => {
    return { status, contentType: `application/x-amz-json-${dialect.version}`, body: JSON.stringify(body) };
  };
  return {
    answer({ caller, region, body, target }) {
      const action = actionOf(dialect, actions, target);
      const input = parseBody(body);
      return reply(
        200,
        translating(dialect, () => action({ caller, region, input })),
      );
    },
    refuse: (error) => reply(error.status, { __type: error.code, message: error.message }),
    distrust(reason) {
      const [code, message] = distrusts[reason];
      return new AwsError(code, message, 400);
    },
  };
}

/** An action whose input is parsed by a schema first. */
export function jsonAction<S extends z.ZodType>(schema: S, act: (call: JsonCall<z.output<S>>) => object): JsonAction {
  return (call) => act({ ...call, input: schema.parse(call.input) });
}

function actionOf(dialect: JsonDialect, actions: Readonly<Record<string, JsonAction>>, target = ''): JsonAction {
  const name = target.startsWith(`${dialect.target}.`) ? target.slice(dialect.target.length + 1) : '';
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action) return action;
  throw new AwsError('InvalidAction', `The action ${name || target || '(none)'} is not valid for this web service.`);
}

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON.');
  }
}

/** Says in the words of the service what a schema has found. */
function translating(dialect: JsonDialect, act: () => object): object {
  try {
    return act();
  } catch (cause) {
    const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
    if (!issue) throw cause;
    const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('undefined');
    const where = issue.path.join('.');
    const message = isMissing
      ? `The parameter ${where} is required.`
      : `The parameter ${where} is wrong: ${issue.message}`;
    throw new AwsError(isMissing ? dialect.missing : dialect.invalid, message);
  }
}
