// What is written once and filled in later asks only for what there is: a slip would leave a hole in every message.
import { DomainError, type FieldError } from '../errors';
import { unknownVariables } from '../protocol/reply-text';
import { say } from '../protocol/server-texts/said';
import type { AttributeDeps } from './customer-attributes';

export type VariableDeps = Pick<AttributeDeps, 'customerAttributes'>;

/** @param texts by the name of their field */
export async function variableFaults(
  { customerAttributes }: VariableDeps,
  organizationId: string,
  texts: Readonly<Record<string, string | undefined>>,
): Promise<FieldError[]> {
  const keys = (await customerAttributes.list(organizationId)).map(({ key }) => key);
  return Object.entries(texts).flatMap(([path, text = '']) =>
    unknownVariables(text, keys).map((name) => ({
      path,
      message: `{{${name}}} is no attribute of customers: an admin declares it in the settings first`,
    })),
  );
}

/** @throws `invalid`, with the name of each field that asks for what there is not */
export async function refuseUnknownVariables(...asked: Parameters<typeof variableFaults>): Promise<void> {
  const errors = await variableFaults(...asked);
  if (errors.length > 0) throw new DomainError('invalid', say('partly_invalid'), { errors });
}
