import type { CSSProperties } from 'react';
import { hues, useLabelMark } from '../data/use-label-marks';

/** A label in its colour; what it means on hover. */
export function LabelChip({ name }: { name: string }) {
  const { colour, description } = useLabelMark(name) ?? {};
  return (
    <span
      className={colour ? 'label hue' : 'label'}
      style={colour ? ({ '--hue': hues[colour] } as CSSProperties) : undefined}
      title={description ? `${name}: ${description}` : name}
    >
      <bdi>{name}</bdi>
    </span>
  );
}
