/** Settings of an orchestrator that are secrets, by the words of sentences. */
const SECRETS: Readonly<Record<string, string>> = {
  'what signs the tokens': 'JWT_SECRET',
  "the agents' key": 'AGENT_KEY',
  'what encrypts cloud roles': 'CREDENTIALS_KEY',
};

/** What can be wrong with one. An empty setting counts as none. */
const FLAWS: Readonly<Record<string, string>> = {
  "is a manual's example": 'change-me-to-a-long-and-random-secret-9f3b',
  'is missing': '',
  'is one digit again and again': '0'.repeat(64),
};

/** @throws RangeError naming the secrets and flaws that there are */
export function flawed(secret: string, flaw: string): Readonly<Record<string, string>> {
  const name = SECRETS[secret];
  const value = FLAWS[flaw];
  if (name !== undefined && value !== undefined) return { [name]: value };
  throw new RangeError(
    `Nobody knows of "${secret} ${flaw}". There are ${Object.keys(SECRETS).join(', ')}; ${Object.keys(FLAWS).join(', ')}`,
  );
}
