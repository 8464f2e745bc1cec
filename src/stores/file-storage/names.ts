// What a file is called on a disk, in a bucket and in an archive: derived from two UUIDs, never stored, never chosen by a person.
import type { FilePart } from '../../files/storage';
import type { FileRef } from '../../files/store';

export const folder = 'files';
export const parts: readonly FilePart[] = ['original', 'preview', 'picture'];

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Every name that a file may have. */
export const fileName = new RegExp(`^${folder}/(${uuid})/(${uuid})(?:\\.(preview|picture))?$`);

/** @throws a RangeError for what is no pair of UUIDs: no row, whoever wrote it, leads elsewhere */
export function nameOf({ organizationId, id }: FileRef, part: FilePart): string {
  const name = `${folder}/${organizationId}/${id}${part === 'original' ? '' : `.${part}`}`;
  if (!fileName.test(name)) throw new RangeError('The ids of a file are UUIDs.');
  return name;
}

/** undefined: it is not the name of a file. */
export function fileOf(name: string): (FileRef & { part: FilePart }) | undefined {
  const [, organizationId, id, part = 'original'] = fileName.exec(name) ?? [];
  if (organizationId === undefined || id === undefined) return undefined;
  return { organizationId, id, part: part as FilePart };
}
