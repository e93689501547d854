import { Contract, resolve, toPointer } from './contract';

/** JSON Schema with every reference followed. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly [keyword: string]: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

/** Whom an operation is for. */
export type Guard = 'nobody' | 'bearer' | 'agentKey';

/** One operation that OptiInfra serves, as the contract describes it. */
export interface ContractOperation {
  readonly operationId: string;
  readonly method: string;
  /** With {placeholders}. */
  readonly path: string;
  /** What it does, in business words; empty where the contract has none. */
  readonly summary: string;
  readonly guard: Guard;
  /** Where not everybody with a token may do it, who may. */
  readonly onlyFor: 'customer' | 'operator' | undefined;
  readonly parameters: readonly Parameter[];
  /** What it wants to be sent as JSON; undefined where it wants nothing. */
  readonly body: Schema | undefined;
  /** Status codes that the contract declares. */
  readonly statuses: readonly string[];
}

let all: readonly ContractOperation[] | undefined;

/** All operations of contracts/openapi.yaml, in its order. */
export function contractOperations(): readonly ContractOperation[] {
  all ??= readOperations();
  return all;
}

function readOperations(): readonly ContractOperation[] {
  return [...new Contract(FILE).operations.values()].map(({ operationId, method, path, statuses, pointer }) => {
    const [address, declared] = resolve(`${FILE}${pointer}`);
    const [itemAddress, item] = resolve(`${FILE}${pointer.replace(/\/\w+$/, '')}`);
    return {
      operationId,
      method,
      path,
      summary: typeof declared.summary === 'string' ? declared.summary : '',
      guard: guardOf(declared.security),
      onlyFor: declared['x-only-for'] as ContractOperation['onlyFor'],
      parameters: [...parametersOf(itemAddress, item), ...parametersOf(address, declared)],
      body: bodyOf(address, declared),
      statuses,
    };
  });
}

/** What an operation does, in the contract's business words. */
export function summaryOf(operationId: string): string {
  return contractOperations().find((one) => one.operationId === operationId)?.summary || operationId;
}

const FILE = 'openapi.yaml';

type Node = Readonly<Record<string, unknown>>;

/** Without a word of its own an operation is guarded as the whole contract says. */
function guardOf(security: unknown): Guard {
  const [first] = (security ?? resolve(`${FILE}#/security`)[1]) as readonly Node[];
  return (Object.keys(first ?? {})[0] ?? 'nobody') as Guard;
}

function parametersOf(address: string, node: Node): readonly Parameter[] {
  return ((node.parameters ?? []) as readonly Node[]).map((_, index) => {
    const [at, parameter] = resolve(`${address}/parameters/${index}`);
    return {
      name: String(parameter.name),
      in: parameter.in as Parameter['in'],
      required: parameter.required === true,
      schema: schemaAt(`${at}/schema`),
    };
  });
}

function bodyOf(address: string, { requestBody }: Node): Schema | undefined {
  return requestBody === undefined ? undefined : schemaAt(`${address}/requestBody/content/application~1json/schema`);
}

/** Follows every reference in a schema. No schema that is sent contains itself. */
function schemaAt(address: string): Schema {
  const [at, node] = resolve(address);
  return expanded(at, node) as Schema;
}

function expanded(address: string, node: unknown): unknown {
  if (Array.isArray(node)) return node.map((item, index) => within(`${address}/${index}`, item));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, within(`${address}/${toPointer(key)}`, value)]),
  );
}

function within(address: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && '$ref' in value ? schemaAt(address) : expanded(address, value);
}
