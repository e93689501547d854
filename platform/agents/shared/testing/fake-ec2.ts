import { EC2Client, type Instance } from '@aws-sdk/client-ec2';
import type { Machine } from '../machines.ts';

/** What EC2 answers, by command; an error is thrown as it is. */
export type Answers = Readonly<Record<string, (input: unknown) => object>>;

/** EC2's client, but for the network: what it is asked for is answered at once. */
export function fakeEc2(answers: Answers): EC2Client {
  const client = new EC2Client({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } });
  client.middlewareStack.add(
    (_, context) => async (args) => {
      const answer = answers[context.commandName?.replace(/Command$/, '') ?? ''];
      if (!answer) throw new Error(`No answer to ${context.commandName} was prepared`);
      return { output: { $metadata: {}, ...answer(args.input) }, response: {} };
    },
    { step: 'initialize' },
  );
  return client;
}

/** Machines as DescribeInstances lists them. */
export function described(machines: readonly Machine[]): object {
  return { Reservations: [{ Instances: machines.map(toInstance) }] };
}

/** An error of EC2. */
export function ec2Error(name: string): Error {
  return Object.assign(new Error(`EC2 says ${name}`), { name });
}

function toInstance(machine: Machine): Instance {
  return {
    InstanceId: machine.instanceId,
    State: { Name: machine.state },
    Placement: { AvailabilityZone: machine.zone },
    LaunchTime: machine.launchedAt,
    ImageId: machine.imageId,
    InstanceLifecycle: machine.market === 'spot' ? 'spot' : undefined,
    InstanceType: 'p4d.24xlarge',
    Tags: [...machine.tags].map(([Key, Value]) => ({ Key, Value })),
  };
}
