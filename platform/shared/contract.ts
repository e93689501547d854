import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export type ContractName = 'openapi' | 'agents' | 'runtime';

export interface Operation {
  readonly operationId: string;
  /** Names of the security schemes, one of which must accept the request; empty for a public operation. */
  readonly security: readonly string[];
  readonly needsBody: boolean;
}

export interface Contract {
  /**
   * The document with every $ref replaced by what it refers to, across files, and without what the operations answer: a server checks what
   * it is asked, its tests check what it answers.
   */
  readonly specification: object;
  /** As the document tells it: whoever calls can see whether both mean the same. */
  readonly version: string;
  readonly operations: ReadonlyMap<string, Operation>;
}

type Json = null | boolean | number | string | readonly Json[] | JsonObject;
type JsonObject = { readonly [key: string]: Json };

/** Reads contracts/<name>.yaml. Throws when a $ref leads nowhere or round in a circle. */
export function readContract(name: ContractName): Contract {
  const specification = asObject(new Dereferencer().resolve(`${name}.yaml`, ''));
  const operations = Object.values(asObject(specification.paths ?? {})).flatMap((path) =>
    Object.values(asObject(path)).flatMap((item) => readOperation(item, specification.security)),
  );
  const paths = withoutAnswers(asObject(specification.paths ?? {}));
  return {
    specification: { ...specification, paths },
    version: String(asObject(specification.info ?? {}).version),
    operations: new Map(operations.map((operation) => [operation.operationId, operation])),
  };
}

function readOperation(item: Json, security: Json | undefined): Operation[] {
  if (!isObject(item) || typeof item.operationId !== 'string') return [];
  const requirements = item.security ?? security ?? [];
  const body = item.requestBody;
  return [
    {
      operationId: item.operationId,
      security: Array.isArray(requirements) ? requirements.flatMap((one) => Object.keys(asObject(one))) : [],
      needsBody: body !== undefined && asObject(body).required === true,
    },
  ];
}

/** OpenAPI wants an operation to answer something. */
const anyAnswer: JsonObject = { default: { description: 'As the contract says' } };

function withoutAnswers(paths: JsonObject): JsonObject {
  return mapValues(paths, (path) =>
    mapValues(asObject(path), (item) =>
      isObject(item) && 'responses' in item ? { ...item, responses: anyAnswer } : item,
    ),
  );
}

function mapValues(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

class Dereferencer {
  readonly #documents = new Map<string, Json>();
  readonly #resolved = new Map<string, Json>();
  readonly #open = new Set<string>();

  resolve(file: string, pointer: string): Json {
    const key = `${file}#${pointer}`;
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    if (this.#open.has(key)) throw new Error(`The contract refers to itself in a circle at ${key}`);
    this.#open.add(key);
    const value = this.#walk(file, this.#find(file, pointer));
    this.#open.delete(key);
    this.#resolved.set(key, value);
    return value;
  }

  #walk(file: string, value: Json): Json {
    if (Array.isArray(value)) return value.map((item: Json) => this.#walk(file, item));
    if (!isObject(value)) return value;
    const reference = value.$ref;
    if (typeof reference === 'string') {
      const [target = '', pointer = ''] = reference.split('#');
      return this.resolve(target === '' ? file : target, pointer);
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#walk(file, item)]));
  }

  #find(file: string, pointer: string): Json {
    const steps = pointer.split('/').slice(1);
    return steps.reduce<Json>((value, step) => {
      const next = isObject(value) ? value[step.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
      if (next === undefined) throw new Error(`The contract has nothing at ${file}#${pointer}`);
      return next;
    }, this.#document(file));
  }

  #document(file: string): Json {
    const known = this.#documents.get(file);
    if (known !== undefined) return known;
    const document: Json = parse(readFileSync(new URL(`../../contracts/${file}`, import.meta.url), 'utf8'));
    this.#documents.set(file, document);
    return document;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asObject(value: Json): JsonObject {
  if (!isObject(value)) throw new Error('The contract has something else where an object is expected');
  return value;
}
