import { terminateByUser } from '../market/spot-machines.ts';
import { AwsError, missingParameter } from '../protocol/errors.ts';
import { items } from '../protocol/xml.ts';
import { type Ec2Action, type Ec2Call, endDryRun, instancesById } from './call.ts';
import { stateElement } from './elements.ts';
import type { Instance } from './instance.ts';
import { start, stop } from './lifecycle.ts';
import { awsType } from './run-instances.ts';

export const terminateInstances: Ec2Action = (call) => {
  return change(call, { refuse: () => undefined, act: (instance) => terminateByUser(call.account, instance) });
};

export const stopInstances: Ec2Action = (call) => {
  const refuse = (instance: Instance) => {
    if (instance.market === 'spot') throw notForSpot(instance);
    if (!['running', 'stopping', 'stopped'].includes(instance.state)) throw wrongState(instance, 'stopped');
  };
  const act = (instance: Instance) => {
    if (instance.state === 'running') stop(call.account, instance);
  };
  return change(call, { refuse, act });
};

export const startInstances: Ec2Action = (call) => {
  const refuse = (instance: Instance) => {
    if (!['running', 'pending', 'stopped'].includes(instance.state)) throw wrongState(instance, 'started');
  };
  const act = (instance: Instance) => {
    if (instance.state === 'stopped') start(call.account, instance);
  };
  return change(call, { refuse, act });
};

/** Changes the type of a stopped instance; the other attributes are not offered. */
export const modifyInstanceAttribute: Ec2Action = (call) => {
  const { parameters } = call;
  const [instance] = instancesById(call, [parameters.required('InstanceId')]);
  const type = awsType(newType(call));
  if (instance?.state !== 'stopped') {
    const message = `The instance '${instance?.id}' is not in the 'stopped' state.`;
    throw new AwsError('IncorrectInstanceState', message);
  }
  endDryRun(parameters);
  instance.instanceType = type.name;
  call.account.publish(instance);
  return { return: true };
};

function newType({ parameters }: Ec2Call): string {
  const type = parameters.text('InstanceType.Value');
  if (type !== undefined) return type;
  if (parameters.oneOf('Attribute', ['instanceType']) === undefined) throw missingParameter('InstanceType.Value');
  return parameters.required('Value');
}

interface Change {
  /** @throws AwsError when the instance cannot be changed; then none is */
  readonly refuse: (instance: Instance) => void;
  readonly act: (instance: Instance) => void;
}

function change(call: Ec2Call, { refuse, act }: Change) {
  const instances = instancesById(call, call.parameters.requiredList('InstanceId'));
  for (const instance of instances) refuse(instance);
  endDryRun(call.parameters);
  return { instancesSet: items(instances.map((instance) => changed(instance, act))) };
}

function changed(instance: Instance, act: Change['act']) {
  const previousState = stateElement(instance.state);
  act(instance);
  return { instanceId: instance.id, currentState: stateElement(instance.state), previousState };
}

function wrongState(instance: Instance, participle: string): AwsError {
  const message = `The instance '${instance.id}' is not in a state from which it can be ${participle}.`;
  return new AwsError('IncorrectInstanceState', message);
}

function notForSpot(instance: Instance): AwsError {
  const reason = 'because it is associated with a one-time Spot Instance request. You can only stop Spot Instances';
  const message = `You can't stop the Spot Instance '${instance.id}' ${reason} associated with persistent ones.`;
  return new AwsError('UnsupportedOperation', message);
}
