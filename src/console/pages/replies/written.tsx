// What lists of replies and macros have beside each of them.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useConsole } from '../../context';
import { useAct, useNow } from '../../hooks';
import { DeleteButton } from '../../ui/delete-button';
import { ago } from '../../text/time';
import { plural, t } from '../../words/words';

interface Written {
  id: string;
  shortcut: string;
  shared: boolean;
  uses: number;
  lastUsedAt?: string | undefined;
}

export function Uses({ one, word }: { one: Written; word: 'taken' | 'run' }) {
  const now = useNow(60_000);
  const never = word === 'taken' ? t('Never taken') : t('Never run');
  const used =
    word === 'taken'
      ? plural(one.uses, { one: 'Taken once', other: 'Taken {count} times' })
      : plural(one.uses, { one: 'Run once', other: 'Run {count} times' });
  return (
    <span className="quiet">
      {one.shared ? t('Team') : t('Your own')}
      <br />
      {one.uses === 0 ? never : used}
      {one.lastUsedAt && t(', last {time}', { time: ago(one.lastUsedAt, now) })}
    </span>
  );
}

interface WaysProps<One> {
  one: One;
  path: 'canned-replies' | 'macros';
  onChange: (one: One) => void;
}

export function Ways<One extends Written>({ one, path, onChange }: WaysProps<One>) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const remove = () =>
    act(async () => {
      await http.remove(`${path}/${one.id}`);
      await queries.invalidateQueries({ queryKey: [path] });
    });
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('Change /{shortcut}', { shortcut: one.shortcut })}
        onClick={() => onChange(one)}
      >
        {t('Change')}
      </Button>
      <DeleteButton name={`/${one.shortcut}`} busy={busy} onDelete={remove} />
    </>
  );
}
