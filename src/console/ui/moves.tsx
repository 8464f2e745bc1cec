// What has its place in a list: moved up or down in it, or taken out.
import { ActionIcon } from '@mantine/core';
import { flushSync } from 'react-dom';
import { Icon } from '../icons';
import '../styles/ways.css';
import { announce } from './announce';
import { t } from '../i18n/translate';

/** @param what as "Remove …" says it */
export function Remove({ what, onClick }: { what: string; onClick: () => void }) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      data-remove
      aria-label={t('Remove {name}', { name: what })}
      onClick={({ currentTarget }) => {
        goOn(currentTarget, onClick);
        announce(t('Removed: {name}', { name: what }));
      }}
    >
      <Icon name="close" size={16} />
    </ActionIcon>
  );
}

/** The focus goes to what is removed with the next press: the one after it, else the one before; else to what adds one. */
function goOn(button: HTMLElement, remove: () => void): void {
  const list = button.closest('fieldset, .day');
  const left = () => [...(list?.querySelectorAll<HTMLElement>('[data-remove]') ?? [])];
  const at = left().indexOf(button);
  flushSync(remove);
  const adds = [...(list?.querySelectorAll<HTMLElement>('button, select') ?? [])].at(-1);
  (left()[at] ?? left().at(-1) ?? adds)?.focus();
}

interface MoveProps {
  /** As "Move … up" says it. */
  what: string;
  index: number;
  count: number;
  onMove: (to: number) => void;
}

export function Moves({ what, index, count, onMove }: MoveProps) {
  return (
    <span className="moves">
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        disabled={index === 0}
        aria-label={t('Move {name} up', { name: what })}
        onClick={() => onMove(index - 1)}
      >
        <Icon name="up" size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        disabled={index === count - 1}
        aria-label={t('Move {name} down', { name: what })}
        onClick={() => onMove(index + 1)}
      >
        <Icon name="down" size={16} />
      </ActionIcon>
    </span>
  );
}

interface RowProps<T> {
  what: string;
  index: number;
  all: readonly T[];
  onChange: (all: T[]) => void;
}

/** At the end of a row of a form: moved, or taken out. */
export function RowWays<T>({ what, index, all, onChange }: RowProps<T>) {
  return (
    <span className="row-ways">
      <Moves {...{ what, index }} count={all.length} onMove={(to) => onChange(moved(all, index, to))} />
      <Remove what={what} onClick={() => onChange(all.toSpliced(index, 1))} />
    </span>
  );
}

/** The same list with one of it in another place. */
export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const rest = all.filter((_, index) => index !== from);
  return rest.toSpliced(to, 0, all[from]!);
}
