import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigurationError } from '../support/config';
import { parseFeature } from '../support/specification/feature-file';
import { showViolation } from '../support/specification/violation';
import { checkWording } from '../support/specification/wording-rules';
import { slug } from './model/slug';

/** A feature that somebody wants to write. */
export interface Draft {
  /** Folder under features/. */
  readonly capability: string;
  readonly name: string;
  /** Who asked for it; drafts have an owner. */
  readonly owner: string;
  /** YYYY-MM-DD */
  readonly date: string;
}

/**
 * Writes a feature with one draft scenario, and the capability's page where there is none yet or the feature's row in it.
 * @returns paths of what was written
 * @throws {ConfigurationError} naming what is not as features are named, or is there already
 */
export function newFeature(project: string, draft: Draft): readonly string[] {
  assertNamed(draft);
  const path = `features/${draft.capability}/${slug(draft.name)}.feature`;
  if (existsSync(join(project, path)))
    throw new ConfigurationError('The feature', path, 'a name that no feature has yet');
  const text = featureText(draft);
  const [violation] = checkWording(parseFeature(path, text));
  if (violation) throw new ConfigurationError('The name', draft.name, showViolation(violation));
  const readme = `features/${draft.capability}/README.md`;
  write(project, readme, withRow(existing(project, readme) ?? readmeText(draft), draft));
  write(project, path, text);
  return [readme, path];
}

function assertNamed({ capability, name, owner }: Draft): void {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(capability))
    throw new ConfigurationError(
      'The capability',
      capability,
      'a folder of features/, in small letters: cost-optimization',
    );
  if (!/^\p{Lu}[^\n|<>]{2,80}$/u.test(name))
    throw new ConfigurationError('The name', name, 'a few words that begin with a capital: "Spot migration"');
  if (!/^[\p{L}][^\n,]{1,60}$/u.test(owner))
    throw new ConfigurationError('--owner', owner, 'who answers questions about the draft: --owner "Ada Lovelace"');
}

function featureText({ capability, name, owner, date }: Draft): string {
  return `@${capability}
Feature: ${name}
  Who gains what by this, and why it matters to them, in two or three lines.

  Rule: What is always so

    @e2e @wip
    Scenario: What is promised first about ${name.charAt(0).toLowerCase()}${name.slice(1)}
      Owner: ${owner}, ${date}

      Given Acme Corp is a customer of OptiInfra
      When what this feature is about happens
      Then what was promised should be seen
`;
}

function readmeText({ capability }: Draft): string {
  const words = capability.replaceAll('-', ' ');
  return `# ${words.charAt(0).toUpperCase()}${words.slice(1)}

What a customer has of this, in two or three lines.

## What is promised

- **The first promise.** What it means.

## Features

| feature | what it is about |
| --- | --- |

## Words

| word | meaning |
| --- | --- |
`;
}

/** A row in the table of features; where the page has no such table it is left as it is. */
function withRow(readme: string, { name }: Draft): string {
  const lines = readme.split('\n');
  const head = lines.findIndex((line) => /^\|\s*feature\s*\|/i.test(line));
  if (head < 0) return readme;
  let end = head;
  while (lines[end + 1]?.startsWith('|')) end += 1;
  lines.splice(end + 1, 0, `| [${name}](${slug(name)}.feature) | what it is about |`);
  return lines.join('\n');
}

function existing(project: string, path: string): string | undefined {
  return existsSync(join(project, path)) ? readFileSync(join(project, path), 'utf8') : undefined;
}

function write(project: string, path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}
