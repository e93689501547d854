import type { Accounts } from '../accounts/accounts.ts';
import { AwsError } from '../protocol/errors.ts';
import { Parameters } from '../protocol/parameters.ts';
import { actionOf, xmlAnswer } from '../protocol/query-service.ts';
import type { AwsRequest, Service } from '../protocol/service.ts';
import { xml } from '../protocol/xml.ts';
import type { Ec2Action, Ec2Call } from './call.ts';
import { modifyInstanceAttribute, startInstances, stopInstances, terminateInstances } from './change-instances.ts';
import { describeInstanceStatus, describeInstances } from './describe-instances.ts';
import { describeInstanceTypes } from './describe-types.ts';
import { describeReservedInstances, purchaseReservedInstancesOffering } from './reserved-instances.ts';
import { describeReservedInstancesOfferings } from './reserved-offerings.ts';
import { runInstances } from './run-instances.ts';
import { describeSpotPriceHistory, getSpotPlacementScores } from './spot-market.ts';
import { cancelSpotInstanceRequests, describeSpotInstanceRequests, requestSpotInstances } from './spot-requests.ts';
import { createTags, describeTags } from './tags.ts';

const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/';

const actions: Readonly<Record<string, Ec2Action>> = {
  RunInstances: runInstances,
  DescribeInstances: describeInstances,
  DescribeInstanceStatus: describeInstanceStatus,
  DescribeInstanceTypes: describeInstanceTypes,
  TerminateInstances: terminateInstances,
  StopInstances: stopInstances,
  StartInstances: startInstances,
  ModifyInstanceAttribute: modifyInstanceAttribute,
  CreateTags: createTags,
  DescribeTags: describeTags,
  RequestSpotInstances: requestSpotInstances,
  DescribeSpotInstanceRequests: describeSpotInstanceRequests,
  CancelSpotInstanceRequests: cancelSpotInstanceRequests,
  DescribeSpotPriceHistory: describeSpotPriceHistory,
  GetSpotPlacementScores: getSpotPlacementScores,
  DescribeReservedInstancesOfferings: describeReservedInstancesOfferings,
  PurchaseReservedInstancesOffering: purchaseReservedInstancesOffering,
  DescribeReservedInstances: describeReservedInstances,
};

/** EC2's own query protocol: a form in, XML without a result element out. */
export function ec2Service(accounts: Accounts): Service {
  return {
    answer(request) {
      const parameters = Parameters.parse(request.body);
      const { name, action } = actionOf(parameters, actions);
      const content = { requestId: request.requestId, ...action(callOf(accounts, request, parameters)) };
      return xmlAnswer(200, xml(`${name}Response`, namespace, content));
    },
    refuse(error, requestId) {
      const content = { Errors: { Error: { Code: error.code, Message: error.message } }, RequestID: requestId };
      return xmlAnswer(error.status, xml('Response', undefined, content));
    },
    distrust(reason) {
      if (reason === 'expired') return new AwsError('RequestExpired', 'Request has expired.');
      return new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);
    },
  };
}

function callOf(accounts: Accounts, { caller, region }: AwsRequest, parameters: Parameters): Ec2Call {
  const account = accounts.get(caller.accountId);
  if (account) return { account, region, parameters };
  throw new AwsError('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
}
