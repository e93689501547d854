import { type ReactNode, useEffect } from 'react';

/** What stands around the pages for whoever is not signed in. */
export function Entrance({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · OptiInfra`;
  }, [title]);
  return (
    <main className="entrance">
      <div className="pitch" aria-hidden="true">
        <p className="brand">
          <img src="/icon.svg" alt="" width="32" height="32" />
          OptiInfra
        </p>
        <p className="promise">Lower bills for your LLM infrastructure, without slower or worse answers.</p>
      </div>
      <div className="entrance-form">
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
