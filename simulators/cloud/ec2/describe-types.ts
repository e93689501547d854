import { type Gpu, type InstanceType, instanceTypes } from '../../world/catalogue.ts';
import { AwsError } from '../protocol/errors.ts';
import { filtered } from '../protocol/filters.ts';
import { pageOf } from '../protocol/paging.ts';
import { items, type XmlElement } from '../protocol/xml.ts';
import type { Ec2Action } from './call.ts';

const awsTypes = instanceTypes.filter((type) => type.cloud === 'aws');

const gpuNames: Readonly<Record<Gpu, string>> = {
  'A100-40': 'A100',
  'A100-80': 'A100',
  H100: 'H100',
  A10G: 'A10G',
  L40S: 'L40S',
  L4: 'L4',
};

export const describeInstanceTypes: Ec2Action = ({ parameters }) => {
  const names = parameters.list('InstanceType');
  const unknown = names.filter((name) => !awsTypes.some((type) => type.name === name));
  if (unknown.length > 0) {
    const message = `The following supplied instance types do not exist: [${unknown.join(', ')}]`;
    throw new AwsError('InvalidInstanceType', message);
  }
  const asked = names.length > 0 ? awsTypes.filter((type) => names.includes(type.name)) : awsTypes;
  const page = pageOf(filtered(asked, parameters, fieldOf), parameters, { min: 5, max: 100 });
  return { instanceTypeSet: items(page.things.map(typeElement)), nextToken: page.nextToken };
};

function fieldOf(name: string): ((type: InstanceType) => readonly string[]) | undefined {
  const fields: Readonly<Record<string, (type: InstanceType) => readonly string[]>> = {
    'instance-type': (type) => [type.name],
    'vcpu-info.default-vcpus': (type) => [String(type.vcpu)],
    'memory-info.size-in-mib': (type) => [String(type.hostMemoryGib * 1024)],
    'supported-usage-class': () => ['on-demand', 'spot'],
    'current-generation': () => ['true'],
  };
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function typeElement(type: InstanceType): XmlElement {
  return {
    instanceType: type.name,
    currentGeneration: true,
    freeTierEligible: false,
    supportedUsageClasses: items(['on-demand', 'spot']),
    bareMetal: false,
    hypervisor: 'nitro',
    processorInfo: { supportedArchitectures: items(['x86_64']) },
    vCpuInfo: { defaultVCpus: type.vcpu, defaultCores: type.vcpu / 2, defaultThreadsPerCore: 2 },
    memoryInfo: { sizeInMiB: type.hostMemoryGib * 1024 },
    gpuInfo: gpuInfo(type),
  };
}

function gpuInfo(type: InstanceType): XmlElement | undefined {
  if (!type.gpu) return undefined;
  const name = gpuNames[type.gpu];
  const memoryInfo = { sizeInMiB: type.gpuMemoryGb * 1024 };
  return {
    gpus: items([{ name, manufacturer: 'NVIDIA', count: type.gpuCount, memoryInfo }]),
    totalGpuMemoryInMiB: type.gpuCount * type.gpuMemoryGb * 1024,
  };
}
