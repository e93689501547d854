import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { api, type Schemas, session } from '../data/api.ts';
import { Entrance } from '../parts/entrance.tsx';
import { Choice, Field, FormMessage } from '../parts/form.tsx';

const PLANS = [
  ['free', 'Free: look at what could be saved'],
  ['pro', 'Pro: $2,000 a month'],
  ['enterprise', 'Enterprise: by agreement'],
] as const;

const SHORTEST_PASSWORD = 12;

export function SignUp() {
  const [form, setForm] = useState<Schemas['SignUp']>({ company_name: '', email: '', password: '', plan: 'pro' });
  const [problem, setProblem] = useState<string>();
  const [isTouched, setTouched] = useState(false);
  const [, navigate] = useLocation();
  const change = (part: Partial<Schemas['SignUp']>) => setForm({ ...form, ...part });
  const weakness =
    isTouched && form.password.length < SHORTEST_PASSWORD
      ? `A password has at least ${SHORTEST_PASSWORD} characters.`
      : undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (form.password.length < SHORTEST_PASSWORD) return;
    setProblem(undefined);
    try {
      await api('POST', '/auth/signup', form);
      // The address changes first: who is signed in sees the page at it.
      navigate('/onboarding');
      await session.signIn(form.email, form.password);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Entrance title="Create an account">
      <form noValidate onSubmit={(event) => void submit(event)}>
        {problem && <FormMessage tone="bad">{problem}</FormMessage>}
        <Field
          label="Company"
          autoComplete="organization"
          required
          value={form.company_name}
          onChange={(event) => change({ company_name: event.target.value })}
        />
        <Field
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          value={form.email}
          onChange={(event) => change({ email: event.target.value })}
        />
        <Field
          label="Password"
          type="password"
          autoComplete="new-password"
          hint={`At least ${SHORTEST_PASSWORD} characters`}
          error={weakness}
          required
          value={form.password}
          onBlur={() => setTouched(form.password !== '')}
          onChange={(event) => change({ password: event.target.value })}
        />
        <Choice
          label="Plan"
          value={form.plan}
          options={PLANS}
          onChange={(plan) => change({ plan: plan as Schemas['Plan'] })}
        />
        <button type="submit" className="primary">
          Create the account
        </button>
      </form>
      <p>
        Have an account? <Link href="/">Sign in</Link>
      </p>
    </Entrance>
  );
}
