/** One round of a soak: so many runs of the suite at the same time, on a busy machine or not. */
export interface Round {
  readonly runs: 1 | 2;
  readonly busy: boolean;
}

/** So many runs in rounds: every second round has two at the same time, every third a busy machine. @param runs at least 1 */
export function roundsOf(runs: number): readonly Round[] {
  const rounds: Round[] = [];
  for (let left = runs, number = 1; left > 0; number += 1) {
    const together = number % 2 === 0 && left > 1 ? 2 : 1;
    rounds.push({ runs: together, busy: number % 3 === 0 });
    left -= together;
  }
  return rounds;
}
