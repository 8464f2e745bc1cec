// Who gave no name gets one that is easy to remember: made from the id, so the same everywhere and for good.
const manners = [
  'Amiable Artful Breezy Bright Brisk Calm Candid Cheerful Clever Cosy Curious Daring Eager Gentle Gracious Happy Hardy',
  'Jolly Keen Kind Lively Lucky Mellow Merry Nimble Patient Peaceful Polite Quick Sunny Swift Witty',
]
  .join(' ')
  .split(' ');
const animals = [
  'Badger Beaver Bison Condor Crane Curlew Dolphin Falcon Finch Fox Gecko Gull Hare Heron Ibis Koala Lark',
  'Lynx Magpie Marten Otter Owl Panda Plover Puffin Robin Seal Sparrow Stork Swan Tern Wren',
]
  .join(' ')
  .split(' ');

export function visitorName(customerId: string): string {
  const hash = hashOf(customerId);
  return `${manners[hash % manners.length]} ${animals[(hash >>> 8) % animals.length]}`;
}

/** Degrees on the colour wheel, in steps that an eye tells apart. */
export function hueOf(customerId: string): number {
  return ((hashOf(customerId) >>> 16) % 12) * 30;
}

export function customerNameOf(session: { customerName?: string | undefined; customerId: string }): string {
  return session.customerName ?? visitorName(session.customerId);
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
