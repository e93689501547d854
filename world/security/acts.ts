import { type ContractOperation, contractOperations } from '../../support/drivers/contract-operations';

let byWords: ReadonlyMap<string, ContractOperation> | undefined;

/** What an act in a sentence is in the contract. @throws RangeError naming the acts that there are */
export function operationOf(act: string): ContractOperation {
  byWords ??= new Map(contractOperations().map((operation) => [operation.summary, operation]));
  const operation = byWords.get(act);
  if (operation) return operation;
  throw new RangeError(`OptiInfra has no act "${act}". There are: ${[...byWords.keys()].join(', ')}`);
}
