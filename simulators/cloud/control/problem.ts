/** A refusal that whoever controls the world is told: what is wrong, where, and what is allowed. */
export class ControlProblem extends Error {
  readonly statusCode: number;
  readonly title: string;

  constructor(statusCode: number, title: string, detail: string) {
    super(detail);
    this.name = 'ControlProblem';
    this.statusCode = statusCode;
    this.title = title;
  }
}
