import type { Setting } from '../../protocol/settings';
import { useConsole } from '../context';
import { usePages } from './use-pages';

/** Settings of one category: one row a key, a missing row is the default. */
export function useSettings(category: string) {
  const { http } = useConsole();
  const pages = usePages<Setting>('settings', { category });
  const rowOf = (key: string) => pages.items.find((row) => row.key === key);
  return {
    ...pages,
    value: (key: string): unknown => rowOf(key)?.value,
    /** @param next undefined: the default again. */
    async write(key: string, next: unknown): Promise<void> {
      const row = rowOf(key);
      if (JSON.stringify(row?.value) === JSON.stringify(next)) return;
      if (next === undefined) await http.remove(`settings/${row!.id}`);
      else if (row) await http.patch(`settings/${row.id}`, { value: next });
      else await http.post('settings', { category, key, value: next });
    },
  };
}

export type SettingsOf = ReturnType<typeof useSettings>;
