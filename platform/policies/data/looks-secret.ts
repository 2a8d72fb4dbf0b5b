/** Keys of well-known services, by how they begin. Sources: the rules of gitleaks that have these names. */
const formats: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["an AWS access key (aws-access-token)", /\b(A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/],
  ["a private key (private-key)", /-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY/],
  ["a GitHub token (github-pat)", /\b(gh[pousr]_[0-9A-Za-z]{36}|github_pat_\w{82})\b/],
  ["a GitLab token (gitlab-pat)", /\bglpat-[\w-]{20}/],
  ["a Slack token (slack-bot-token)", /\bxox[abeoprs]-[0-9A-Za-z-]{10,}/],
  ["a Stripe key (stripe-access-token)", /\b(sk|rk)_(test|live|prod)_[0-9A-Za-z]{10,99}\b/],
  ["a Google key (gcp-api-key)", /\bAIza[\w-]{35}/],
  ["a SendGrid key (sendgrid-api-token)", /\bSG\.[\w.=-]{66}/],
  ["an npm token (npm-access-token)", /\bnpm_[0-9a-z]{36}\b/i],
  ["a token (jwt)", /\bey[\w-]{17,}\.ey[\w/\\-]{17,}\.[\w/\\-]{10,}/],
  ["a URL with a password", /^[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:[^\s:/@]+@/i],
];

/** Words of names whose values are secrets, at the name's end: what follows (`_ARN`, `_NAME`) tells of a place instead. */
const secretName =
  /(^|_)(PASSWORD|PASSWD|PWD|SECRET|TOKEN|CREDENTIALS?|API_?KEY|ACCESS_KEY|PRIVATE_KEY|SIGNING_KEY|ENCRYPTION_KEY|CONNECTION_STRING)$/i;

/** Values that only say where something is, or switch something: ARNs, URLs, paths, numbers, names in words. */
const isPlace = (value: string) =>
  /^(arn:|https?:\/\/|\/|\.{0,2}\/)|^[\d.]*$|^(true|false|none|null|enabled|disabled)$/i.test(value) ||
  /^[a-z][a-z0-9]*([-/.][a-z0-9]+)+$/.test(value);

/** Bits for each character of a value that carry information. Random base64 of 32 characters has about 4.5, words have below 4. */
function entropy(value: string): number {
  const counts = Map.groupBy(value, (one) => one);
  return [...counts.values()].reduce((sum, { length }) => {
    const share = length / value.length;
    return sum - share * Math.log2(share);
  }, 0);
}

/** Whether a value has the looks of a random key: long, in one piece, of letters of both cases and digits. */
function isRandom(value: string): boolean {
  const mixed = /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value);
  return /^[\w+/=.~-]{24,}$/.test(value) && mixed && entropy(value) >= 4.3;
}

/** What an environment variable looks like, when that is a secret. Values known after deployment don't. */
export function looksSecret(name: string, value: unknown): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  const known = formats.find(([, pattern]) => pattern.test(value));
  if (known) return known[0];
  if (isPlace(value)) return undefined;
  if (secretName.test(name)) return "a secret, by its name";
  return isRandom(value) ? "a key: its value is random" : undefined;
}
