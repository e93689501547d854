import { AwsError } from './errors.ts';
import { Parameters } from './parameters.ts';
import type { Answer, AwsRequest, Distrust, Service } from './service.ts';
import { type XmlElement, xml } from './xml.ts';

export interface QueryCall {
  readonly request: AwsRequest;
  readonly parameters: Parameters;
}

/** @throws AwsError */
export type QueryAction = (call: QueryCall) => XmlElement;

const distrusts: Readonly<Record<Distrust, readonly [code: string, message: string]>> = {
  missing: ['MissingAuthenticationToken', 'Request is missing Authentication Token'],
  'unknown-key': ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
  'wrong-signature': [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided.',
  ],
  'wrong-token': ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
  expired: ['ExpiredToken', 'The security token included in the request is expired'],
};

/** The query protocol of IAM and STS: a form in, XML with a result element out. */
export function queryService(namespace: string, actions: Readonly<Record<string, QueryAction>>): Service {
  return {
    answer(request) {
      const parameters = Parameters.parse(request.body);
      const { name, action } = actionOf(parameters, actions);
      const content = {
        [`${name}Result`]: action({ request, parameters }),
        ResponseMetadata: { RequestId: request.requestId },
      };
      return xmlAnswer(200, xml(`${name}Response`, namespace, content));
    },
    refuse(error, requestId) {
      const fault = { Type: 'Sender', Code: error.code, Message: error.message };
      return xmlAnswer(error.status, xml('ErrorResponse', namespace, { Error: fault, RequestId: requestId }));
    },
    distrust(reason) {
      const [code, message] = distrusts[reason];
      return new AwsError(code, message, 403);
    },
  };
}

/** @throws AwsError MissingAction, InvalidAction */
export function actionOf<T>(parameters: Parameters, actions: Readonly<Record<string, T>>) {
  const name = parameters.text('Action');
  if (name === undefined) throw new AwsError('MissingAction', 'The request must contain the parameter Action');
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action) return { name, action };
  throw new AwsError('InvalidAction', `The action ${name} is not valid for this web service.`);
}

export function xmlAnswer(status: number, body: string): Answer {
  return { status, contentType: 'text/xml;charset=UTF-8', body };
}
