// A list whose entry is added as soon as it is chosen.
import { NativeSelect } from '@mantine/core';
import type { KeyboardEvent } from 'react';

interface Props<Value extends string> {
  label: string;
  /** What stands there while nothing is chosen. */
  hint: string;
  choices: ReadonlyArray<{ value: Value; label: string }>;
  error?: string | undefined;
  onAdd: (value: Value) => void;
}

export function RuleAdd<Value extends string>({ label, hint, choices, error, onAdd }: Props<Value>) {
  return (
    <NativeSelect
      aria-label={label}
      className="rule-add"
      value=""
      error={error}
      data={[{ value: '', label: hint }, ...choices]}
      onKeyDown={openFirst}
      onChange={({ currentTarget: { value } }) => {
        if (value) onAdd(value as Value);
      }}
    />
  );
}

const walking = new Set(['ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'PageUp']);

/** In a list that is closed a letter or an arrow chooses at once: they open it, and Enter chooses. */
function openFirst(event: KeyboardEvent<HTMLSelectElement>): void {
  const { key, ctrlKey, metaKey, altKey, currentTarget } = event;
  const isLetter = key.length === 1 && key !== ' ';
  if (ctrlKey || metaKey || altKey || (!isLetter && !walking.has(key))) return;
  if (!('showPicker' in currentTarget)) return;
  event.preventDefault();
  currentTarget.showPicker();
}
