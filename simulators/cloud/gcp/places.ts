/** The regions that projects can be opened in, with the names that the billing catalogue has for them. */
export const regions: ReadonlyMap<string, string> = new Map([
  ['us-central1', 'Iowa'],
  ['us-east1', 'South Carolina'],
  ['us-east4', 'Northern Virginia'],
  ['us-west1', 'Oregon'],
  ['europe-west4', 'Netherlands'],
  ['asia-southeast1', 'Singapore'],
  ['asia-northeast1', 'Tokyo'],
]);

/** A region has one zone. */
export function zoneOf(region: string): string {
  return `${region}-a`;
}

export function regionOf(zone: string): string {
  return zone.replace(/-[a-z]$/, '');
}

export const zones: readonly string[] = [...regions.keys()].map(zoneOf);
