const LONGEST = 80;

/** A name as it can stand in an address: "It's $5 (or more)" becomes "its-5-or-more". */
export function slug(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/['’]|\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return words.slice(0, LONGEST).replace(/-$/, '') || 'untitled';
}

/** Gives each thing an address of its own: who comes second to the same one gets a number. */
export class Addresses {
  readonly #taken = new Set<string>();

  take(wanted: string): string {
    let address = wanted;
    for (let number = 2; this.#taken.has(address); number += 1) address = `${wanted}-${number}`;
    this.#taken.add(address);
    return address;
  }
}
