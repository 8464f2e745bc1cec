// Drawn here, 20 by 20, in the colour of the text.
import type { ReactNode } from 'react';

const shapes = {
  inbox: <path d="M3 11l2.5-7h9L17 11v5H3zM3 11h4l1 2h4l1-2h4" />,
  people: (
    <path d="M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 17c0-3 2.4-5 5.5-5s5.5 2 5.5 5M13 4a2.8 2.8 0 0 1 0 5.4M15 12.4c1.9.7 3 2.4 3 4.6" />
  ),
  person: (
    <path d="M10 9.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6zM3.5 17.5c0-3.4 2.9-5.5 6.5-5.5s6.5 2.1 6.5 5.5" />
  ),
  book: <path d="M4 3.5h9.5a2 2 0 0 1 2 2v11H6a2 2 0 0 1-2-2zM4 14.5a2 2 0 0 1 2-2h9.5M7.5 7H12" />,
  chart: <path d="M3.5 3v13.5H17M7 13V9.5M10.5 13V6M14 13V8" />,
  gear: (
    <path d="M10 12.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M4.7 15.3l1.4-1.4M13.9 6.1l1.4-1.4" />
  ),
  spark: <path d="M10 2.5l1.7 5 5 1.7-5 1.7-1.7 5-1.7-5-5-1.7 5-1.7zM16 14v3M14.5 15.5h3" />,
  clock: <path d="M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 5.5V10l3 2" />,
  check: <path d="M4 10.5l4 4 8-9" />,
  checks: <path d="M1.5 10.5l4 4 7.5-9M9.5 13l1.5 1.5 7.5-9" />,
  lock: <path d="M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9" />,
  alert: <path d="M10 2.8L18 17H2zM10 8v4M10 14.2v.3" />,
  send: <path d="M3 10l14-6.5L13 17l-3-5.5z M10 11.5L17 3.5" />,
  filter: <path d="M3 5h14M6 10h8M8.500 15h3" />,
  search: <path d="M9 15a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM13.5 13.5L17.5 17.5" />,
  back: <path d="M12.5 4L6.5 10l6 6" />,
  panel: <path d="M3 4h14v12H3zM12.5 4v12" />,
  dots: <path d="M4.5 10h.01M10 10h.01M15.5 10h.01" strokeWidth="2.6" />,
  copy: <path d="M7 7h9.5v9.5H7zM4.5 13h-1V3.5H13v1" />,
  web: (
    <path d="M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM2.5 10h15M10 2.5c2.3 2 3.3 4.6 3.3 7.5s-1 5.500-3.300 7.500c-2.300-2-3.300-4.600-3.300-7.500s1-5.500 3.300-7.500z" />
  ),
  whatsapp: (
    <path d="M3 17l1.1-3.600A7 7 0 1 1 6.800 16zM7.500 7c0 3 2.500 5.500 5.500 5.500l.5-1.500-1.800-.9-.8.8A5 5 0 0 1 9 9l.8-.8L8.900 6.500z" />
  ),
  email: <path d="M2.500 4.500h15v11h-15zM2.500 5.500l7.500 5.500 7.500-5.500" />,
  phone: <path d="M6.500 2.500h7v15h-7zM9 15.200h2" />,
  reply: <path d="M8 4.5L3 9.5l5 5M3.500 9.500H12a5 5 0 0 1 5 5v1.500" />,
  select: <path d="M3 3h14v14H3zM6.500 10.500l2.500 2.500 4.500-5.500" />,
  close: <path d="M5 5l10 10M15 5L5 15" />,
  down: <path d="M5 8l5 5 5-5" />,
  up: <path d="M5 12l5-5 5 5" />,
  download: <path d="M10 3v9M6.500 8.500L10 12l3.500-3.500M4 16.500h12" />,
  file: <path d="M5 2.500h7l3.500 3.500v11.500H5zM12 2.500V6h3.500" />,
  clip: (
    <path d="M16.500 9.500l-6.700 6.700a4 4 0 0 1-5.700-5.700l6.700-6.700a2.700 2.700 0 0 1 3.800 3.800l-6.700 6.700a1.300 1.300 0 0 1-1.900-1.900l6.200-6.200" />
  ),
  tag: <path d="M3 3h6.500l7.500 7.500-6.500 6.500L3 9.500zM6.500 6.500h.01" />,
  plus: <path d="M10 4v12M4 10h12" />,
  out: <path d="M8 3.500H3.500v13H8M12.500 6l4 4-4 4M16.500 10H8" />,
  keyboard: (
    <path d="M2 5h16v10H2zM5 8h.01M8 8h.01M11 8h.01M14 8h.01M5 11.500h.01M15 11.500h.01M8 11.800h4" />
  ),
  pencil: <path d="M3.500 16.500l.8-3.600L13.500 3.700l2.800 2.800-9.200 9.200z" />,
  bolt: <path d="M11 2.500L4.500 11.500H10L9 17.500l6.500-9H10z" />,
  at: <path d="M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM13 7v4a2 2 0 0 0 4 0v-1a7 7 0 1 0-2.700 5.500" />,
  day: <path d="M3 5.500h14V17H3zM3 9h14M7 3v4M13 3v4M7.500 13l2 2 3.500-3.500" />,
  medal: <path d="M10 12.500a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM7 11.500L6 17.500l4-2 4 2-1-6" />,
  merge: <path d="M4 3v2.500c0 4 6 3.500 6 8.500v3M16 3v2.500c0 4-6 3.500-6 8.500" />,
  upset: (
    <path d="M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM7 13.8a3.6 3.6 0 0 1 6 0M6.3 7l2 1.3M13.7 7l-2 1.3" />
  ),
  moon: <path d="M16 12.500A7 7 0 0 1 7.500 4a7 7 0 1 0 8.500 8.500z" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

/** Of a type of channel; one that has none of its own is a conversation. */
export const channelIcon = (type: string): IconName =>
  Object.hasOwn(shapes, type) ? (type as IconName) : 'inbox';

/** They point along the line: the other way where one reads from the right. */
const pointing = new Set<IconName>(['back', 'out', 'panel', 'reply', 'send']);

export function Icon({ name, size = 18, label }: { name: IconName; size?: number; label?: string }) {
  return (
    <svg
      className={pointing.has(name) ? 'icon points' : 'icon'}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      {shapes[name]}
    </svg>
  );
}
