import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const CONTRACTS = join(__dirname, '..', '..', 'contracts');
const FILES = ['openapi.yaml', 'events.yaml', 'fleet.yaml', 'control.yaml', 'agents.yaml', 'runtime.yaml'] as const;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type ContractFile = (typeof FILES)[number];

export interface Operation {
  readonly operationId: string;
  readonly method: string;
  /** With {placeholders}. */
  readonly path: string;
  /** Status codes that the contract declares. */
  readonly statuses: readonly string[];
  /** JSON pointer of the operation in its document. */
  readonly pointer: string;
}

/** An answer or a message is not what the contract declares. */
export class ContractBreach extends Error {
  override readonly name: string = 'ContractBreach';
  constructor(where: string, problem: string) {
    super(`${where} breaks the contract: ${problem}`);
  }
}

/** The called side broke in a way that it never declared: an answer of 500 or more. */
export class ServerFault extends ContractBreach {
  override readonly name = 'ServerFault';
  constructor(
    readonly status: number,
    where: string,
    problem: string,
  ) {
    super(where, problem);
  }
}

/** The suite's own reading of one hand-written contract: what may be called, and whether an answer is what was promised. */
export class Contract {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly #document: Json;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(private readonly file: ContractFile) {
    this.#document = documents()[file];
    this.operations = new Map(operationsOf(this.#document).map((operation) => [operation.operationId, operation]));
  }

  operation(operationId: string): Operation {
    const operation = this.operations.get(operationId);
    if (!operation) throw new ContractBreach(operationId, `contracts/${this.file} has no such operation`);
    return operation;
  }

  /** @throws ContractBreach when status, media type or body are not declared */
  checkAnswer(operationId: string, status: number, mediaType: string, body: unknown): void {
    const operation = this.operation(operationId);
    const where = `${operation.method.toUpperCase()} ${operation.path} → ${status}`;
    if (!operation.statuses.includes(String(status))) {
      const problem = `only ${operation.statuses.join(', ')} are declared`;
      throw status >= 500 ? new ServerFault(status, where, problem) : new ContractBreach(where, problem);
    }
    const [address, response] = resolve(`${this.file}${operation.pointer}/responses/${status}`);
    const declared = Object.keys((response.content ?? {}) as object);
    if (declared.length === 0) {
      if (body !== undefined) throw new ContractBreach(where, 'a body was answered where none is declared');
      return;
    }
    if (!declared.includes(mediaType))
      throw new ContractBreach(where, `answered ${mediaType || 'nothing'}, declared is ${declared.join(', ')}`);
    if (mediaType.endsWith('json')) this.#check(`${address}/content/${toPointer(mediaType)}/schema`, where, body);
  }

  /** @throws ContractBreach when the value is not of the named schema */
  checkSchema(schema: string, where: string, value: unknown): void {
    this.#check(`${this.file}#/components/schemas/${schema}`, where, value);
  }

  #check(address: string, where: string, value: unknown): void {
    const validate = this.#validator(address);
    if (validate(value)) return;
    const errors = (validate.errors ?? []).map((error) => {
      const extra = 'additionalProperty' in error.params ? ` "${error.params.additionalProperty}"` : '';
      return `${error.instancePath || 'the body'} ${error.message}${extra}`;
    });
    throw new ContractBreach(where, errors.join('; '));
  }

  #validator(address: string): ValidateFunction {
    const known = this.#validators.get(address);
    if (known) return known;
    const compiled = ajv().getSchema(`https://contracts/${address}`);
    if (!compiled) throw new ContractBreach(address, 'contracts/ has no such schema');
    this.#validators.set(address, compiled);
    return compiled;
  }
}

type Json = Record<string, unknown>;

/** Follows references, also into other documents. @param address "file.yaml#/json/pointer" @returns where it ends, and what stands there */
export function resolve(address: string): [string, Json] {
  const [file = '', pointer = ''] = address.split('#');
  const node = pointer
    .slice(1)
    .split('/')
    .reduce<Json>((at, part) => (at[fromPointer(part)] ?? {}) as Json, documents()[file as ContractFile]);
  if (typeof node.$ref !== 'string') return [address, node];
  return resolve(node.$ref.startsWith('#') ? `${file}${node.$ref}` : node.$ref);
}

function operationsOf(document: Json): Operation[] {
  return Object.entries(document.paths as Record<string, Json>).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => {
      const operation = item[method] as { operationId: string; responses: Json };
      return {
        operationId: operation.operationId,
        method,
        path,
        statuses: Object.keys(operation.responses),
        pointer: `#/paths/${toPointer(path)}/${method}`,
      };
    }),
  );
}

let loaded: Record<ContractFile, Json> | undefined;
function documents(): Record<ContractFile, Json> {
  loaded ??= Object.fromEntries(
    FILES.map((file) => [file, parse(readFileSync(join(CONTRACTS, file), 'utf8'))]),
  ) as Record<ContractFile, Json>;
  return loaded;
}

let shared: Ajv2020 | undefined;
function ajv(): Ajv2020 {
  if (!shared) {
    // The documents are OpenAPI, not schemas: their own words are unknown to a strict validator.
    shared = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
    addFormats(shared);
    for (const file of FILES) shared.addSchema(documents()[file], `https://contracts/${file}`);
  }
  return shared;
}

export function toPointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}

function fromPointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
