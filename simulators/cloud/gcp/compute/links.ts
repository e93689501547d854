import { regionOf } from '../places.ts';

const base = 'https://www.googleapis.com/compute/v1/projects';

/** How Compute Engine names what it keeps: with the address that it has at Google. */
export const links = {
  zone: (project: string, zone: string) => `${base}/${project}/zones/${zone}`,
  region: (project: string, zone: string) => `${base}/${project}/regions/${regionOf(zone)}`,
  machineType: (project: string, zone: string, name: string) => `${base}/${project}/zones/${zone}/machineTypes/${name}`,
  accelerator: (project: string, zone: string, name: string) =>
    `${base}/${project}/zones/${zone}/acceleratorTypes/${name}`,
  instance: (project: string, zone: string, name: string) => `${base}/${project}/zones/${zone}/instances/${name}`,
  operation: (project: string, zone: string, name: string) => `${base}/${project}/zones/${zone}/operations/${name}`,
};

/** The last part of an address or path. */
export function nameIn(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1);
}
