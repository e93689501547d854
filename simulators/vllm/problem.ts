/** A refusal that the caller is told: which status, what is wrong, where, what is allowed. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;

  constructor(status: number, title: string, detail: string) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
  }

  document(): { readonly title: string; readonly status: number; readonly detail: string } {
    return { title: this.title, status: this.status, detail: this.message };
  }
}
