// What lists of replies and macros have beside each of them.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '../../context';
import { useAct, useNow } from '../../hooks';
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
  const [removing, setRemoving] = useState(false);
  const [busy, act] = useAct();
  function remove() {
    if (!removing) return setRemoving(true);
    act(async () => {
      await http.remove(`${path}/${one.id}`);
      await queries.invalidateQueries({ queryKey: [path] });
    });
  }
  const word = removing ? 'Delete for good' : 'Delete';
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
      <Button
        size="compact-sm"
        variant={removing ? 'filled' : 'default'}
        color={removing ? 'red.8' : undefined}
        disabled={busy}
        aria-label={`${word} /${one.shortcut}`}
        onClick={remove}
      >
        {word}
      </Button>
    </>
  );
}
