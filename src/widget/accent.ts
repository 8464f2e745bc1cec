import { darkened, parseColour } from '../protocol/accent';

/** The organization's colour as white text can stand on it; what is no colour comes back unchanged. */
export function readableAccent(colour: string): string {
  const rgb = parseColour(colour);
  return rgb
    ? `#${darkened(rgb)
        .map((part) => part.toString(16).padStart(2, '0'))
        .join('')}`
    : colour;
}
