// A request for a person by the button alone: the customer waits, and has asked the AI nothing.
import type { SessionState } from './session';

type Metadata = SessionState['metadata'];

export const isButtonHandover = ({ handover }: Metadata): boolean =>
  (handover as { wordless?: true } | undefined)?.wordless === true;

/** Words have come, here or in what was merged in. */
export function withWords(metadata: Metadata): Metadata {
  if (!isButtonHandover(metadata)) return metadata;
  const { wordless: _, ...handover } = metadata['handover'] as { wordless: true };
  return { ...metadata, handover };
}
