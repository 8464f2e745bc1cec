// Which fields of a schema are secrets: marked where they are declared, found wherever they are masked, sealed or compared.
import { z } from 'zod';

export interface SecretMark {
  /** The field beside it that names the host to which the secret is sent. */
  sentTo?: string;
  /** Where it is sent when that field is unset. */
  unset?: string;
}

export interface SecretField extends SecretMark {
  path: readonly string[];
}

type Values = Record<string, unknown>;

/** A mark that says nothing more must say something: an empty one is none to a registry. */
const marks = z.registry<SecretMark & { isSecret: true }>();

/** Marks a field; describe it before. */
export function secretField<Schema extends z.ZodType>(schema: Schema, mark: SecretMark = {}): Schema {
  marks.add(schema, { ...mark, isSecret: true });
  return schema;
}

export function secretFieldsOf(schema: z.ZodType | undefined, path: readonly string[] = []): SecretField[] {
  if (!schema) return [];
  const mark = marks.get(schema);
  if (mark) {
    const { isSecret, ...where } = mark;
    return [{ path, ...where }];
  }
  if (schema instanceof z.ZodOptional) return secretFieldsOf(schema.unwrap() as z.ZodType, path);
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([key, field]) =>
    secretFieldsOf(field as z.ZodType, [...path, key]),
  );
}

/** What no schema speaks of is taken for a secret by its name: another version may have stored it. */
const looksSecret = /secret|token|pass(word|phrase)?$|apikey|privatekey/i;

/**
 * A copy in which every secret is what `change` makes of it, and left out when that is undefined.
 * @param schema undefined: nothing is known of these values
 */
export function mapSecrets(
  values: Values,
  schema: z.ZodObject | undefined,
  change: (secret: string, path: readonly string[]) => unknown,
): Values {
  const marked = new Set(secretFieldsOf(schema).map(({ path }) => path.join('.')));
  const isKnown = (key: string) => schema !== undefined && Object.hasOwn(schema.shape, key);

  function mapped(value: unknown, path: readonly string[]): unknown {
    if (Array.isArray(value)) return value.map((item) => mapped(item, path));
    if (isValues(value)) return mapEntries(value, path);
    const isSecret = isKnown(path[0]!) ? marked.has(path.join('.')) : looksSecret.test(path.at(-1)!);
    return isSecret && typeof value === 'string' ? change(value, path) : value;
  }
  const mapEntries = (entries: Values, path: readonly string[]): Values =>
    Object.fromEntries(
      Object.entries(entries)
        .map(([key, value]): [string, unknown] => [key, mapped(value, [...path, key])])
        .filter(([, value]) => value !== undefined),
    );
  return mapEntries(values, []);
}

/** Undefined where nothing is. */
export function valueAt(values: Values, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, key) => (isValues(part) && Object.hasOwn(part, key) ? part[key] : undefined),
    values,
  );
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
