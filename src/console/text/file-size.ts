import { t } from '../i18n/translate';

const kibibyte = 1024;

/** @param bytes how large a file is, as people say it */
export function fileSize(bytes: number): string {
  const count = Math.max(1, Math.round(bytes / kibibyte));
  if (count < kibibyte) return t('{count} KB', { count });
  return t('{count} MB', { count: Math.round((bytes / kibibyte / kibibyte) * 10) / 10 });
}
