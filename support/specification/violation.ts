/** A place where the specification is not as agreed: what is wrong there, and what is allowed instead. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly what: string;
  readonly allowed: string;
}

export function showViolation({ path, line, what, allowed }: Violation): string {
  return `${path}:${line}: ${what}. Allowed: ${allowed}.`;
}

/** By file, then by line. */
export function inOrder(violations: readonly Violation[]): readonly Violation[] {
  return [...violations].sort((one, other) => one.path.localeCompare(other.path) || one.line - other.line);
}
