import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { session } from '../data/api.ts';
import { Refused } from '../data/session.ts';
import { Entrance } from '../parts/entrance.tsx';
import { Field, FormMessage } from '../parts/form.tsx';

export function SignIn() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await session.signIn(email, password);
    } catch (error) {
      setProblem(explain(error));
      setBusy(false);
    }
  };
  return (
    <Entrance title="Sign in">
      <form onSubmit={(event) => void submit(event)}>
        {problem && <FormMessage tone="bad">{problem}</FormMessage>}
        <Field
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Field
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <button type="submit" className="primary" disabled={isBusy}>
          Sign in
        </button>
      </form>
      <p>
        New here? <Link href="/sign-up">Create an account</Link>
      </p>
    </Entrance>
  );
}

function explain(error: unknown): string {
  if (error instanceof Refused) return error.message;
  return 'OptiInfra cannot be reached. Are you connected to the network?';
}
