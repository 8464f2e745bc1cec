const followed = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** An http, https, mail or telephone address as a link may hold it; undefined for anything else, `javascript:` above all. */
export function safeHref(address: string | undefined): string | undefined {
  try {
    const { protocol, href } = new URL(address ?? '');
    return followed.has(protocol) ? href : undefined;
  } catch {
    return undefined;
  }
}
