import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { api, type Recommendation, type Schemas } from '../data/api.ts';
import { CHANGES, fromNow, moment, money, percent, words } from '../data/format.ts';
import { useInfrastructure } from '../data/queries.ts';
import { Dialog } from './dialog.tsx';
import { FormMessage } from './form.tsx';
import { Badge } from './layout.tsx';

interface CardProps {
  readonly recommendation: Recommendation;
  readonly isChosen?: boolean;
  /** Absent where there is nothing to choose any more. */
  readonly onChoose?: () => void;
}

export function RecommendationCard({ recommendation, isChosen = false, onChoose }: CardProps) {
  const { id, title, type, status, description, estimated_savings: savings } = recommendation;
  const heading = `recommendation-${id}`;
  return (
    <article id={id} className="card recommendation" aria-labelledby={heading}>
      <header className="card-head">
        <div>
          <p className="note">{CHANGES[type] ?? words(type)}</p>
          <h3 id={heading}>{title}</h3>
        </div>
        <data className="saving" value={savings}>
          {savings > 0 ? `${money(savings)} a month` : 'faster answers'}
        </data>
      </header>
      {description && <p>{description}</p>}
      <Facts {...recommendation} />
      <Validations validations={recommendation.validations} />
      {status === 'pending' ? (
        <Decision recommendation={recommendation} isChosen={isChosen} {...(onChoose && { onChoose })} />
      ) : (
        <p>
          <Badge state={status} />
          {recommendation.rejection_reason && (
            <span className="note"> because “{recommendation.rejection_reason}”</span>
          )}
        </p>
      )}
    </article>
  );
}

function Facts({
  risk_level: risk,
  confidence,
  instance_ids: ids,
  deployment,
  expires_at: end,
  status,
  agent_type: agent,
}: Recommendation) {
  const instances = useInfrastructure().data?.instances ?? [];
  const names = ids.map((id) => instances.find(({ instance_id }) => instance_id === id)?.name ?? id);
  return (
    <dl className="pairs">
      <Pair name="Risk">
        <Badge state={risk} />
      </Pair>
      <Pair name="Confidence">{percent(confidence)}</Pair>
      <Pair name="Found by">{`${agent} agent`}</Pair>
      <Pair name={deployment ? 'Deployment' : 'Machines'}>{deployment ?? names.join(', ')}</Pair>
      {status === 'pending' && (
        <Pair name="Open until">
          <time dateTime={end} title={moment(end)}>
            {fromNow(end)}
          </time>
        </Pair>
      )}
    </dl>
  );
}

function Pair({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Validations({ validations }: { readonly validations: readonly Schemas['Validation'][] }) {
  if (validations.length === 0) return <p className="note">The other agents are looking at it.</p>;
  return (
    <ul className="validations" aria-label="What the other agents say">
      {validations.map(({ agent_type: agent, approved, reason }) => (
        <li key={agent} className={approved ? 'agrees' : 'objects'}>
          <strong>
            {words(agent)} agent {approved ? 'agrees' : 'objects'}
          </strong>
          <span>{reason}</span>
        </li>
      ))}
    </ul>
  );
}

function Decision({ recommendation, isChosen, onChoose }: CardProps) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [isRejecting, setRejecting] = useState(false);
  const { id, title, validations } = recommendation;
  const approve = useMutation({
    mutationFn: () => api<Schemas['Approved']>('POST', `/recommendations/${id}/approve`),
    onSuccess: ({ optimization_id: started }) => {
      void client.invalidateQueries();
      navigate(`/optimizations/${started}`);
    },
    // Whatever stands in the way, the page is not what it was.
    onError: () => void client.invalidateQueries({ queryKey: ['recommendations'] }),
  });
  const isAgreed = validations.length >= 2 && validations.every(({ approved }) => approved);
  return (
    <>
      {approve.error && <FormMessage tone="bad">{approve.error.message}</FormMessage>}
      <div className="actions">
        <button
          type="button"
          className="primary"
          aria-label={`Approve ${title}`}
          disabled={!isAgreed || approve.isPending}
          onClick={() => approve.mutate()}
        >
          Approve
        </button>
        <button type="button" aria-label={`Reject ${title}`} onClick={() => setRejecting(true)}>
          Reject
        </button>
        {onChoose && (
          <label className="choose">
            <input type="checkbox" checked={isChosen ?? false} onChange={onChoose} aria-label={`Select ${title}`} />
            Select
          </label>
        )}
      </div>
      {isRejecting && <Rejection id={id} title={title} onClose={() => setRejecting(false)} />}
    </>
  );
}

function Rejection({
  id,
  title,
  onClose,
}: {
  readonly id: string;
  readonly title: string;
  readonly onClose: () => void;
}) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const reject = useMutation({
    mutationFn: () => api('POST', `/recommendations/${id}/reject`, { reason }),
    onSuccess: () => {
      void client.invalidateQueries();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() !== '') reject.mutate();
  };
  return (
    <Dialog title="Reject the recommendation" onClose={onClose}>
      <p>{title}</p>
      <form onSubmit={submit}>
        <div className="field">
          <label htmlFor="reason">Why?</label>
          <textarea
            id="reason"
            required
            maxLength={2000}
            rows={3}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <span className="hint">The agents learn from it.</span>
        </div>
        {reject.error && <FormMessage tone="bad">{reject.error.message}</FormMessage>}
        <div className="actions">
          <button type="submit" className="primary" disabled={reject.isPending}>
            Reject
          </button>
          <button type="button" onClick={onClose}>
            Keep it
          </button>
        </div>
      </form>
    </Dialog>
  );
}
