import { SegmentedControl, type SegmentedControlProps } from '@mantine/core';
import { useInSight } from './use-in-sight';

/** One of some, in one row: where there is no room for it, it scrolls sideways within itself. */
export function ChoiceRow({ className = '', ...choice }: SegmentedControlProps) {
  const row = useInSight<HTMLDivElement>(choice.value ?? '');
  return (
    <div ref={row} className={`one-row ${className}`}>
      <SegmentedControl {...choice} />
    </div>
  );
}
