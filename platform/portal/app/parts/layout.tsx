import { type ReactNode, useEffect } from 'react';

interface PageProps {
  readonly title: string;
  readonly lead?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, lead, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · OptiInfra`;
  }, [title]);
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {lead && <p className="lead">{lead}</p>}
        </div>
        {actions && <div className="actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

interface CardProps {
  readonly title: string;
  readonly note?: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A region of a page, found by its heading. */
export function Card({ title, note, wide, children }: CardProps) {
  const id = `card-${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  return (
    <section className={wide ? 'card wide' : 'card'} aria-labelledby={id}>
      <header className="card-head">
        <h2 id={id}>{title}</h2>
        {note && <p className="note">{note}</p>}
      </header>
      {children}
    </section>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  /** For machines, where the text is rounded. */
  readonly exact?: number;
  readonly hint?: string;
  readonly tone?: 'good' | 'bad';
}

export function Figure({ label, value, exact, hint, tone }: FigureProps) {
  return (
    <fieldset className="figure" aria-label={label}>
      <span className="figure-label">{label}</span>
      <data className={tone ? `figure-value ${tone}` : 'figure-value'} value={exact ?? value}>
        {value}
      </data>
      {hint && <span className="figure-hint">{hint}</span>}
    </fieldset>
  );
}

const TONES: Readonly<Record<string, string>> = {
  active: 'good',
  completed: 'good',
  discovered: 'good',
  executed: 'good',
  approved: 'good',
  low: 'good',
  medium: 'warn',
  degraded: 'warn',
  queued: 'info',
  pending: 'info',
  executing: 'info',
  running: 'info',
  discovering: 'info',
  proposed: 'info',
  rolling_back: 'warn',
  compensating: 'warn',
  compensated: 'warn',
  rolled_back: 'warn',
  withdrawn: 'muted',
  expired: 'muted',
  rejected: 'muted',
  skipped: 'muted',
};

/** A state in words; the colour only underlines it. */
export function Badge({ state, children }: { readonly state: string; readonly children?: ReactNode }) {
  return <span className={`badge ${TONES[state] ?? 'bad'}`}>{children ?? state.replaceAll('_', ' ')}</span>;
}

/** A table that may be wider than the page; whoever has no mouse can scroll it too. */
export function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 wants what scrolls to be reached by keyboard.
    <section className="scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
