import type { Setting } from '../../protocol/settings';
import { useConsole } from '../context';
import { Failure } from '../data/failure';
import { usePages } from '../data/use-pages';

/** Settings of one category: one row a key, a missing row is the default. */
export function useSettings(category: string) {
  const { http } = useConsole();
  const pages = usePages<Setting>('settings', { category });
  const rowOf = (key: string) => pages.items.find((row) => row.key === key);

  async function write(key: string, next: unknown): Promise<void> {
    const row = rowOf(key);
    if (JSON.stringify(row?.value) === JSON.stringify(next)) return;
    if (next === undefined) await http.remove(`settings/${row!.id}`);
    else if (row) await http.patch(`settings/${row.id}`, { value: next });
    else await http.post('settings', { category, key, value: next });
  }

  return {
    ...pages,
    // A form that somebody has begun to fill stays, also when the rows cannot be read again.
    error: pages.known ? null : pages.error,
    value: (key: string): unknown => rowOf(key)?.value,
    /**
     * @param values by key; undefined: the default again
     * @throws Failure of all that were refused, at the paths of their keys; the others are written
     */
    async write(values: Record<string, unknown>): Promise<void> {
      const refused: Failure[] = [];
      for (const [key, next] of Object.entries(values)) {
        await write(key, next).catch((error: unknown) => {
          if (!(error instanceof Failure) || error.code !== 'invalid') throw error;
          refused.push(atKey(error, key));
        });
      }
      const [first] = refused;
      if (!first) return;
      throw new Failure('invalid', first.message, { errors: refused.flatMap(({ errors }) => errors) });
    },
  };
}

/** The server names what is wrong in the value that it was sent: `value.mon` of `days` is `days.mon` here. */
function atKey({ code, message, errors }: Failure, key: string): Failure {
  const at = (path: string) => (path === 'key' ? key : path.replace(/^value(?=\.|$)/, key));
  return new Failure(code, message, {
    errors: errors.map((error) => ({ ...error, path: at(error.path) })),
  });
}

export type SettingsOf = ReturnType<typeof useSettings>;
