import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, type Schemas } from '../data/api.ts';
import { moment, words } from '../data/format.ts';
import { customerId, useCustomer, usePreferences } from '../data/queries.ts';
import { Choice, Field, FormMessage } from '../parts/form.tsx';
import { Card, Page } from '../parts/layout.tsx';
import { Loaded } from '../parts/states.tsx';

type Preferences = Schemas['Preferences'];

const PRIORITIES = [
  ['', 'Leave it to OptiInfra'],
  ['cost', 'Lower costs first'],
  ['performance', 'Quick answers first'],
] as const;

export default function Settings() {
  return (
    <Page title="Settings" lead="What OptiInfra should do differently for you">
      <div className="grid">
        <Card title="Preferences" wide>
          <Loaded what="The preferences" query={usePreferences()} lines={4}>
            {(preferences) => <PreferencesForm preferences={preferences} />}
          </Loaded>
        </Card>
        <Card title="Account" wide>
          <Loaded what="The account" query={useCustomer()}>
            {({ company_name: company, email, plan, created_at: at }) => (
              <dl className="pairs">
                <div>
                  <dt>Company</dt>
                  <dd>{company}</dd>
                </div>
                <div>
                  <dt>E-mail address</dt>
                  <dd>{email}</dd>
                </div>
                <div>
                  <dt>Plan</dt>
                  <dd>{words(plan)}</dd>
                </div>
                <div>
                  <dt>Customer since</dt>
                  <dd>{moment(at)}</dd>
                </div>
              </dl>
            )}
          </Loaded>
        </Card>
      </div>
    </Page>
  );
}

function PreferencesForm({ preferences }: { readonly preferences: Preferences }) {
  const client = useQueryClient();
  const [priority, setPriority] = useState<string>(preferences.priority ?? '');
  const [observation, setObservation] = useState(String(preferences.observation_seconds ?? ''));
  const save = useMutation({
    mutationFn: () =>
      api<Preferences>('PUT', `/customers/${customerId()}/preferences`, {
        ...(priority !== '' && { priority }),
        ...(observation !== '' && { observation_seconds: Number(observation) }),
      }),
    onSuccess: (saved) => client.setQueryData(['preferences'], saved),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="columns" onSubmit={submit}>
      <Choice
        label="Where recommendations contradict each other"
        value={priority}
        options={PRIORITIES}
        onChange={setPriority}
      />
      <Field
        label="Watch each stage for so many seconds"
        type="number"
        min="1"
        max="86400"
        step="any"
        hint="Empty: as long as OptiInfra finds right"
        value={observation}
        onChange={(event) => setObservation(event.target.value)}
      />
      {save.error && <FormMessage tone="bad">{save.error.message}</FormMessage>}
      {save.isSuccess && <FormMessage tone="good">Saved. It holds from the next change on.</FormMessage>}
      <button type="submit" className="primary" disabled={save.isPending}>
        Save
      </button>
    </form>
  );
}
