/** A refusal as Qdrant words it; the message goes into `status.error` of the answer. */
export class QdrantError extends Error {
  override readonly name = 'QdrantError';
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

export function collectionMissing(name: string): QdrantError {
  return new QdrantError(404, `Not found: Collection \`${name}\` doesn't exist!`);
}

export function collectionExists(name: string): QdrantError {
  return new QdrantError(409, `Wrong input: Collection \`${name}\` already exists!`);
}

export function pointMissing(id: number | string): QdrantError {
  return new QdrantError(404, `Not found: No point with id ${id} found`);
}

export function wrongInput(reason: string): QdrantError {
  return new QdrantError(400, `Wrong input: ${reason}`);
}

export function formatError(reason: string, options?: ErrorOptions): QdrantError {
  return new QdrantError(400, `Format error in JSON body: ${reason}`, options);
}
