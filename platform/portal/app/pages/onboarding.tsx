import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { api, type Infrastructure, type Schemas } from '../data/api.ts';
import { customerId, useInfrastructure } from '../data/queries.ts';
import { Choice, Field, FormMessage } from '../parts/form.tsx';
import { Badge, Card, Page } from '../parts/layout.tsx';
import { Loaded } from '../parts/states.tsx';

const CLOUDS = [
  ['aws', 'AWS'],
  ['gcp', 'Google Cloud'],
] as const;

const AGENTS = ['cost', 'performance', 'resource', 'application'] as const;

export default function Onboarding() {
  return (
    <Page
      title="Onboarding"
      lead="Three steps to your first recommendations. You can take every permission back at any time"
    >
      <Loaded what="Your infrastructure" query={useInfrastructure()} lines={8}>
        {(infrastructure) => (
          <div className="grid">
            <Clouds infrastructure={infrastructure} />
            <Runtime infrastructure={infrastructure} />
            <FirstAnalysis infrastructure={infrastructure} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

interface StepProps {
  readonly infrastructure: Infrastructure;
}

function Clouds({ infrastructure }: StepProps) {
  return (
    <Card title="1. Let OptiInfra into your cloud" note="It reads what runs, and changes only what you approve" wide>
      {infrastructure.cloud_accounts.length > 0 && (
        <ul className="lines" aria-label="Cloud accounts">
          {infrastructure.cloud_accounts.map(({ cloud_provider: cloud, region, status, problem }) => (
            <li key={cloud}>
              <div className="line-head" role="status">
                <strong>{cloud === 'aws' ? 'AWS' : 'Google Cloud'}</strong> {region}
                <Badge state={status} />
                {status === 'discovered' && (
                  <span>
                    {infrastructure.instances.filter(({ cloud_provider }) => cloud_provider === cloud).length} machines
                    found
                  </span>
                )}
              </div>
              {problem && (
                <FormMessage tone="bad">{problem}. Mend it there, then take the account on again.</FormMessage>
              )}
            </li>
          ))}
        </ul>
      )}
      <CloudForm />
    </Card>
  );
}

function CloudForm() {
  const client = useQueryClient();
  const [cloud, setCloud] = useState('aws');
  const [form, setForm] = useState({ region: '', role: '', project: '', account: '' });
  const onboard = useMutation({
    mutationFn: () => api('POST', `/customers/${customerId()}/onboard`, bodyOf(cloud, form)),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['infrastructure'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onboard.mutate();
  };
  const field = (name: keyof typeof form, label: string, placeholder: string, hint?: string) => (
    <Field
      label={label}
      placeholder={placeholder}
      {...(hint && { hint })}
      required
      value={form[name]}
      onChange={(event) => setForm({ ...form, [name]: event.target.value })}
    />
  );
  return (
    <form className="columns" onSubmit={submit}>
      <Choice label="Cloud" value={cloud} options={CLOUDS} onChange={setCloud} />
      {field('region', 'Region', cloud === 'aws' ? 'us-east-1' : 'us-central1')}
      {cloud === 'aws' ? (
        field(
          'role',
          'Role',
          'arn:aws:iam::123456789012:role/optiinfra',
          `Its trust policy has to ask for the external id ${customerId()}`,
        )
      ) : (
        <>
          {field('project', 'Project', 'my-project')}
          {field('account', 'Service account', 'optiinfra@my-project.iam.gserviceaccount.com')}
        </>
      )}
      {onboard.error && <FormMessage tone="bad">{onboard.error.message}</FormMessage>}
      <button type="submit" className="primary" disabled={onboard.isPending}>
        Take the account on
      </button>
    </form>
  );
}

function bodyOf(cloud: string, { region, role, project, account }: Readonly<Record<string, string>>): unknown {
  return cloud === 'aws'
    ? { cloud_provider: 'aws', region, iam_role_arn: role }
    : { cloud_provider: 'gcp', region, project_id: project, service_account: account };
}

function Runtime({ infrastructure }: StepProps) {
  const command = useMutation({
    mutationFn: () => api<Schemas['InstallCommand']>('GET', `/customers/${customerId()}/agent-install-command`),
  });
  const models = infrastructure.vllm_deployments;
  return (
    <Card title="2. Run one command where your models are served" note="It connects your serving gateway" wide>
      <p role="status" aria-label="Models">
        {models.length === 0 ? 'No model is connected yet.' : `Connected: ${models.map(({ name }) => name).join(', ')}`}
      </p>
      {command.data ? (
        <InstallCommand text={command.data.install_command} />
      ) : (
        <button type="button" disabled={command.isPending} onClick={() => command.mutate()}>
          Show the install command
        </button>
      )}
      {command.error && <FormMessage tone="bad">{command.error.message}</FormMessage>}
    </Card>
  );
}

function InstallCommand({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <fieldset className="command" aria-label="Install command">
      <code>{text}</code>
      <button type="button" onClick={() => void copy()}>
        {isCopied ? 'Copied' : 'Copy'}
      </button>
      <p className="hint">It holds a token that is shown only once. Keep it to yourself.</p>
    </fieldset>
  );
}

function FirstAnalysis({ infrastructure }: StepProps) {
  const client = useQueryClient();
  const analyse = useMutation({
    mutationFn: () =>
      Promise.all(AGENTS.map((agent_type) => api('POST', `/customers/${customerId()}/analyze`, { agent_type }))),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['recommendations'] }),
  });
  const isReady = infrastructure.status === 'discovered' && infrastructure.vllm_deployments.length > 0;
  return (
    <Card title="3. See what could be better" wide>
      <p>All four agents look at your machines and models. It takes about a minute.</p>
      {analyse.error && <FormMessage tone="bad">{analyse.error.message}</FormMessage>}
      {analyse.isSuccess && (
        <FormMessage tone="good">
          The agents are at work. <Link href="/recommendations">See what they recommend</Link>
        </FormMessage>
      )}
      <button
        type="button"
        className="primary"
        disabled={!isReady || analyse.isPending}
        onClick={() => analyse.mutate()}
      >
        Run the first analysis
      </button>
      {!isReady && <p className="hint">First your cloud and your models have to be known.</p>}
    </Card>
  );
}
