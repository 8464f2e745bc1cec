// What a list is for, and beside it the button that makes a new one.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../icons';

interface Props {
  children: ReactNode;
  /** On the button. */
  word: string;
  /** Nothing, for who may not make one, or where there may be no more of them. */
  onNew: (() => void) | false;
}

export function Explained({ children, word, onNew }: Props) {
  return (
    <div className="toolbar">
      <p className="quiet grow">{children}</p>
      {onNew && (
        <Button leftSection={<Icon name="plus" size={16} />} onClick={onNew}>
          {word}
        </Button>
      )}
    </div>
  );
}
