import { AssertionError } from 'chai';

/** What features call a thing that a contract names. @param dictionary by those words @throws AssertionError where they have none for it */
export function wordsFor<Name extends string>(dictionary: Readonly<Record<string, Name>>, name: Name): string {
  const words = Object.keys(dictionary).find((each) => dictionary[each] === name);
  if (words !== undefined) return words;
  throw new AssertionError(`Features have no words for ${name}, only for ${Object.values(dictionary).join(', ')}`);
}
