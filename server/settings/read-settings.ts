import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names every setting that is missing or wrong, one a line. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads groups of settings from the environment, each by its schema.
 * @throws SettingsError with the mistakes of all groups
 */
export function readSettings<Schemas extends Record<string, z.ZodType>>(
  environment: Environment,
  schemas: Schemas,
): { [Name in keyof Schemas]: z.output<Schemas[Name]> } {
  const results = Object.entries(schemas).map(([name, schema]) => ({ name, result: schema.safeParse(environment) }));
  // The value itself is left out: it may be a secret under the wrong name. Two groups may read the same setting.
  const mistakes = new Set(
    results.flatMap(({ result }) =>
      result.success ? [] : result.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`),
    ),
  );
  if (mistakes.size > 0) {
    throw new SettingsError(`These settings are wrong (see docs/settings.md):\n${[...mistakes].join('\n')}`);
  }
  const settings = Object.fromEntries(results.map(({ name, result }) => [name, result.data]));
  return settings as { [Name in keyof Schemas]: z.output<Schemas[Name]> }; // entry by entry what the schemas gave
}

export const required = (example: string) =>
  z.string({ error: `is missing; set it, for example to ${example}` }).min(1, { error: 'is empty', abort: true });

/** An empty value, as a compose file leaves it, counts as none. */
export const optional = (text: z.ZodString = z.string()) =>
  z
    .union([z.literal(''), text])
    .transform((value) => value || undefined)
    .optional();

export const wholeNumber = (fallback: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `is expected to be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `is expected to be from ${min} to ${max}`)
    .default(fallback);

export const oneOf = <const Values extends readonly [string, string, ...string[]]>(values: Values) =>
  z.enum(values, { error: `is expected to be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}` });

/** A line break at the end, as `echo … | base64` leaves it in a Kubernetes secret, would spoil every signature. */
export const WITHOUT_BLANKS = 'is expected to be letters, digits and signs of ASCII, without blanks and line breaks';

/** In bytes, of each key that this backend itself signs with. */
const SHORTEST_SECRET = 32;

export const LONG_ENOUGH = `is expected to have at least ${SHORTEST_SECRET} characters of ASCII without blanks, as openssl rand -base64 32 prints them`;

export function isLongSecret(text: string): boolean {
  return /^[!-~]+$/.test(text) && text.length >= SHORTEST_SECRET;
}
