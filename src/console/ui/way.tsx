import { Button } from '@mantine/core';
import '../styles/ways.css';

interface Props {
  word: string;
  /** The same for who hears the button alone. */
  label: string;
  onClick: () => void;
}

export function Way({ word, label, onClick }: Props) {
  return (
    <Button size="compact-sm" variant="default" aria-label={label} onClick={onClick}>
      {word}
    </Button>
  );
}
