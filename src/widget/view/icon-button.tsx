import { Icon, type IconName } from './icons';

interface Props {
  name: IconName;
  label: string;
  /** Without it, it sends the form. */
  press?: () => void;
  disabled?: boolean;
  /** It opens something, which is open. */
  expanded?: boolean;
}

export function IconButton({ name, label, press, disabled, expanded }: Props) {
  return (
    <button
      key={name}
      class={`plain ${name}`}
      type={press ? 'button' : 'submit'}
      aria-label={label}
      title={label}
      disabled={disabled}
      aria-expanded={expanded}
      onClick={press}
    >
      <Icon name={name} />
    </button>
  );
}
