import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Optimization } from '../data/api.ts';
import { CHANGES, moment, money, percent, secondsText, words } from '../data/format.ts';
import { useOptimization } from '../data/queries.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FormMessage } from '../parts/form.tsx';
import { Badge, Card, Figure, Page } from '../parts/layout.tsx';
import { Loaded } from '../parts/states.tsx';

export default function OptimizationPage({ id }: { readonly id: string }) {
  const query = useOptimization(id);
  const title = query.data ? (CHANGES[query.data.type] ?? words(query.data.type)) : 'Optimization';
  return (
    <Page title={title} lead="Each step is measured before the next begins; what goes wrong is undone">
      <Loaded what="The optimization" query={query} lines={8}>
        {(optimization) => (
          <div className="grid">
            <State {...optimization} />
            <Steps steps={optimization.execution_steps} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function State({ id, status, execution_steps: steps, result, created_at: at }: Optimization) {
  const done = steps.filter((step) => step.status === 'completed').length;
  const isRunning = status === 'queued' || status === 'executing';
  return (
    <Card title="Progress" note={`Approved ${moment(at)}`} wide>
      <div className="line-head" role="status" aria-label="State">
        <Badge state={status} />
        <span>
          {done} of {steps.length} steps done
        </span>
      </div>
      <progress max={steps.length} value={done} aria-label="Steps done" />
      {result?.error && <FormMessage tone="bad">{result.error}</FormMessage>}
      {result && (
        <div className="figures">
          {result.predicted_savings !== undefined && (
            <Figure
              label="Predicted savings"
              value={`${money(result.predicted_savings)} a month`}
              exact={result.predicted_savings}
            />
          )}
          {result.actual_savings !== undefined && (
            <Figure
              label="Actual savings"
              tone="good"
              value={`${money(result.actual_savings)} a month`}
              exact={result.actual_savings}
            />
          )}
          {result.monthly_cost_before !== undefined && (
            <Figure label="Spend before" value={money(result.monthly_cost_before)} exact={result.monthly_cost_before} />
          )}
          {result.monthly_cost_after !== undefined && (
            <Figure label="Spend after" value={money(result.monthly_cost_after)} exact={result.monthly_cost_after} />
          )}
        </div>
      )}
      {isRunning && <Cancel id={id} />}
    </Card>
  );
}

function Cancel({ id }: { readonly id: string }) {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () => api('POST', `/optimizations/${id}/cancel`),
    onSettled: () => {
      setAsking(false);
      void client.invalidateQueries({ queryKey: ['optimizations'] });
    },
  });
  return (
    <div className="actions">
      <button type="button" onClick={() => setAsking(true)}>
        Call it off
      </button>
      {cancel.error && <FormMessage tone="bad">{cancel.error.message}</FormMessage>}
      {isAsking && (
        <Dialog title="Call the change off?" onClose={() => setAsking(false)}>
          <p>What was done so far is undone, and your machines and settings are as they were before.</p>
          <div className="actions">
            <button type="button" className="danger" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
              Undo it
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              Go on with it
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

function Steps({ steps }: { readonly steps: Optimization['execution_steps'] }) {
  return (
    <Card title="Steps" wide>
      <ol className="steps" aria-label="Steps">
        {steps.map((step) => (
          <li key={step.name} className={`step ${step.status}`} data-status={step.status}>
            <div className="line-head">
              <strong>{words(step.name)}</strong>
              <Badge state={step.status} />
              <span className="note">
                {step.agent_type === 'orchestrator' ? 'your runtime' : `${step.agent_type} agent`}
              </span>
            </div>
            {step.error && <p className="error">{step.error}</p>}
            {step.measurements && <Measured {...step.measurements} />}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Measured({
  latency_p95_changed: changed,
  latency_p95_unchanged: unchanged,
  quality,
  quality_baseline: baseline,
  error_rate: errors,
}: NonNullable<Optimization['execution_steps'][number]['measurements']>) {
  return (
    <dl className="pairs">
      <div>
        <dt>P95 changed / unchanged</dt>
        <dd>
          {secondsText(changed)} / {secondsText(unchanged)}
        </dd>
      </div>
      <div>
        <dt>Quality / baseline</dt>
        <dd>
          {percent(quality, 1)} / {percent(baseline, 1)}
        </dd>
      </div>
      <div>
        <dt>Failed requests</dt>
        <dd>{percent(errors, 2)}</dd>
      </div>
    </dl>
  );
}
