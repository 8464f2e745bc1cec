// What is done with a thing of a list that the server keeps: whatever is its own, then changed, then deleted.
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { t } from '../i18n/translate';
import { DeleteButton } from '../ui/delete-button';
import { Way } from '../ui/way';

interface Props {
  /** As "Change …" says it. */
  name: string;
  /** The path of the list. */
  list: string;
  id: string;
  onChange: () => void;
  children?: ReactNode;
}

export function Ways({ name, list, id, onChange, children }: Props) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const remove = () =>
    act(async () => {
      await http.remove(`${list}/${id}`);
      await queries.invalidateQueries({ queryKey: [list] });
    });
  return (
    <span className="ways">
      {children}
      <Way word={t('Change')} label={t('Change {name}', { name })} onClick={onChange} />
      <DeleteButton name={name} busy={busy} onDelete={remove} />
    </span>
  );
}
