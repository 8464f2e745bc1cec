// A list whose order says which comes first: each is moved, changed and deleted where it stands.
import type { ReactNode } from 'react';
import { useAct } from '../hooks';
import { t } from '../i18n/translate';
import { DeleteButton } from './delete-button';
import { moved, Moves } from './moves';
import { Way } from './way';

interface Props<One> {
  all: readonly One[];
  nameOf: (one: One) => string;
  keyOf: (one: One) => string;
  about: (one: One) => ReactNode;
  mayWrite: boolean;
  write: (next: One[]) => Promise<void>;
  onChange: (one: One) => void;
}

export function OrderedCards<One>({ all, nameOf, keyOf, about, mayWrite, write, onChange }: Props<One>) {
  const [busy, act] = useAct();
  return (
    <ol className="cards">
      {all.map((one, at) => {
        const name = nameOf(one);
        return (
          <li key={keyOf(one)}>
            <span className="main">
              <strong dir="auto">{name}</strong> {about(one)}
            </span>
            {mayWrite && (
              <span className="ways">
                <Moves
                  what={name}
                  index={at}
                  count={all.length}
                  onMove={(to) => busy || act(() => write(moved(all, at, to)))}
                />
                <Way word={t('Change')} label={t('Change {name}', { name })} onClick={() => onChange(one)} />
                <DeleteButton
                  name={name}
                  busy={busy}
                  onDelete={() => act(() => write(all.filter((other) => other !== one)))}
                />
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
