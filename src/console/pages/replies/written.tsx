// What lists of replies and macros have beside each of them.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useConsole } from '../../context';
import { useAct, useNow } from '../../hooks';
import { DeleteButton } from '../../shell/delete-button';
import { ago } from '../../text/time';

interface Written {
  id: string;
  shortcut: string;
  shared: boolean;
  uses: number;
  lastUsedAt?: string | undefined;
}

export function Uses({ one, word }: { one: Written; word: 'taken' | 'run' }) {
  const now = useNow(60_000);
  const Word = word === 'taken' ? 'Taken' : 'Run';
  const used = one.uses === 0 ? `Never ${word}` : `${Word} ${one.uses === 1 ? 'once' : `${one.uses} times`}`;
  return (
    <span className="quiet">
      {one.shared ? 'Team' : 'Your own'}
      <br />
      {used}
      {one.lastUsedAt && `, last ${ago(one.lastUsedAt, now)}`}
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
        aria-label={`Change /${one.shortcut}`}
        onClick={() => onChange(one)}
      >
        Change
      </Button>
      <DeleteButton name={`/${one.shortcut}`} busy={busy} onDelete={remove} />
    </>
  );
}
