// Rows go to the server some at a time: first to be looked at, then to be written. What breaks off goes on where it was, and
// a row that is sent twice changes nothing.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RowResult as WireResult } from '../../protocol/row-results';
import { useConsole } from '../context';
import { fromWire, sentence } from '../data/failure';
import type { Http } from '../data/http';
import type { Subject, TableRow } from './table';

/** The server takes 200. */
const rowsAtOnce = 100;

export type Kind = 'check' | 'rows';

export interface RowResult {
  result: WireResult['result'];
  /** Why it is refused. */
  reason?: string;
}

export interface Run {
  kind: Kind;
  /** Of the first rows: how far it has come. */
  results: RowResult[];
  status: 'running' | 'stopped' | 'done';
  failure?: string;
}

/** Where its rows go, and what its fields are called. */
type Target = Pick<Subject, 'place' | 'fieldWord'>;

export function useImport(target: Target) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [run, setRun] = useState<Run>();
  const turn = useRef(0);
  useEffect(() => () => void (turn.current += 1), []);

  const stop = useCallback(() => {
    turn.current += 1;
    setRun((now) => now && { ...now, status: 'stopped' });
  }, []);

  const forget = useCallback(() => {
    turn.current += 1;
    setRun(undefined);
  }, []);

  /** @param done what an earlier run of the same kind came to */
  async function start(
    kind: Kind,
    rows: readonly TableRow[],
    done: readonly RowResult[] = [],
  ): Promise<void> {
    const mine = (turn.current += 1);
    let results = [...done];
    const show = (more: Pick<Run, 'status' | 'failure'>) => {
      if (turn.current === mine) setRun({ kind, results, ...more });
    };
    show({ status: 'running' });
    try {
      while (results.length < rows.length && turn.current === mine) {
        const part = rows.slice(results.length, results.length + rowsAtOnce);
        results = [...results, ...(await send({ http, ...target }, kind, part))];
        show({ status: 'running' });
      }
      show({ status: 'done' });
    } catch (error) {
      show({ status: 'stopped', failure: sentence(error) });
    }
    if (kind === 'rows') void queries.invalidateQueries({ queryKey: [target.place] });
  }

  return { run, start, stop, forget };
}

async function send(
  { http, place, fieldWord }: Target & { http: Http },
  kind: Kind,
  part: readonly TableRow[],
): Promise<RowResult[]> {
  const sent = part.flatMap(({ sent: one }) => one ?? []);
  const answer = sent.length
    ? await http.post<{ items: WireResult[] }>(`${place}/import/${kind}`, sent)
    : { items: [] };
  const items = answer.items.values();
  return part.map(({ sent: one, reason }) =>
    one ? resultOf(items.next().value!, fieldWord) : { result: 'refused', ...(reason && { reason }) },
  );
}

function resultOf({ result, errors }: WireResult, fieldWord: Subject['fieldWord']): RowResult {
  if (!errors) return { result };
  const explained = fromWire({ code: 'invalid', message: '', errors }).errors;
  const reason = explained
    .map(({ path, message }) => (path ? `${fieldWord(path)}: ${message}` : message))
    .join(' ');
  return { result, reason };
}
