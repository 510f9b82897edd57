// SPDX-License-Identifier: Apache-2.0
//
// Line drawings on a grid of 24, 1.75 wide; `filled` ones show that something is on.

const PATHS = {
  home: 'M4 11.2 12 4l8 7.2V19a1.5 1.5 0 0 1-1.5 1.5H14.5V14.5h-5v6H5.5A1.5 1.5 0 0 1 4 19z',
  local: 'M12 20.5c4.7 0 8.5-3.8 8.5-8.5S16.7 3.5 12 3.5 3.5 7.3 3.5 12s3.8 8.5 8.5 8.5zM3.8 10h16.4M3.8 14h16.4M12 3.5c2.3 2.3 3.5 5.1 3.5 8.5s-1.2 6.2-3.5 8.5c-2.3-2.3-3.5-5.1-3.5-8.5S9.7 5.8 12 3.5z',
  explore: 'M10.8 17.6a6.8 6.8 0 1 0 0-13.6 6.8 6.8 0 0 0 0 13.6zM15.7 15.7 20.5 20.5',
  bell: 'M6 10a6 6 0 1 1 12 0c0 5 2 6.5 2 6.5H4S6 15 6 10zM10 19.5a2.2 2.2 0 0 0 4 0',
  bookmark: 'M6.5 4h11v16.5L12 16.2l-5.5 4.3z',
  heart: 'M12 20s-8-4.6-8-10.4A4.4 4.4 0 0 1 12 7a4.4 4.4 0 0 1 8 2.6C20 15.4 12 20 12 20z',
  list: 'M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01M8.5 6.5H20M8.5 12H20M8.5 17.5H20',
  tag: 'M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6',
  gear: 'M12 15.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM19 12c0 .5 0 .9-.1 1.3l1.9 1.5-1.9 3.3-2.3-.9c-.7.6-1.4 1-2.2 1.3L14 21h-4l-.4-2.5c-.8-.3-1.5-.7-2.2-1.3l-2.3.9-1.9-3.3 1.9-1.5A7.6 7.6 0 0 1 5 12c0-.5 0-.9.1-1.3L3.2 9.2l1.9-3.3 2.3.9c.7-.6 1.4-1 2.2-1.3L10 3h4l.4 2.5c.8.3 1.5.7 2.2 1.3l2.3-.9 1.9 3.3-1.9 1.5c.1.4.1.8.1 1.3z',
  pen: 'M4 20l1-4.5L16.5 4a2.1 2.1 0 0 1 3 3.5L8.5 19zM14.5 6l3.5 3.5',
  reply: 'M10 5 3.5 11 10 17v-4c5 0 8.2 1.5 10.5 5-.5-5.5-4-9-10.5-9z',
  boost: 'M4 10.5V9a3 3 0 0 1 3-3h12l-3-3M20 13.5V15a3 3 0 0 1-3 3H5l3 3',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  globe: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM3.5 12h17M12 3.5c5 5 5 12 0 17-5-5-5-12 0-17z',
  moon: 'M19.5 14.5A8 8 0 1 1 9.5 4.5a6.5 6.5 0 0 0 10 10z',
  lock: 'M6 10.5h12v9.5H6zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5',
  at: 'M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM15.5 8.5v5a2.5 2.5 0 0 0 5 0V12a8.5 8.5 0 1 0-3.5 6.9',
  pin: 'M9 3.5h6l-.5 6 3 3.5H6.5l3-3.5zM12 13v7.5',
  close: 'M6 6l12 12M18 6 6 18',
  back: 'M11 5l-7 7 7 7M4.5 12H20',
  check: 'M5 12.5 10 17.5 19.5 7',
  menu: 'M4 7h16M4 12h16M4 17h16',
  picture: 'M4.5 5h15v14h-15zM8.5 10.5a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6zM5 17l5-5 3.5 3.5L16 13l3.5 3.5',
  poll: 'M6 19.5v-6M12 19.5v-15M18 19.5v-10',
  up: 'M12 19.5V5M6 11l6-6 6 6',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7v5l3.5 2',
  plus: 'M12 5v14M5 12h14',
  smile: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM9 10h.01M15 10h.01M8.2 14.2a4.6 4.6 0 0 0 7.6 0',
  quote: 'M10 7.5H5v5.5h5V7.5zM10 13c0 2-1 3.5-3 4M19 7.5h-5V13h5V7.5zM19 13c0 2-1 3.5-3 4',
  focus: 'M12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM4 8.5V4h4.5M15.5 4H20v4.5M20 15.5V20h-4.5M8.5 20H4v-4.5',
  shield: 'M12 3.5 19 6v6c0 4.3-3 7-7 8.5-4-1.5-7-4.2-7-8.5V6z',
  hide: 'M4 4l16 16M9.9 5.2A9.6 9.6 0 0 1 12 5c5 0 8.5 4.5 9.5 7a13 13 0 0 1-3 4.2M6.2 7.3A13.4 13.4 0 0 0 2.5 12c1 2.5 4.5 7 9.5 7a9 9 0 0 0 4-1M9.9 9.9a3 3 0 0 0 4.2 4.2',
  box: 'M4 8l8-4.5L20 8v8.5L12 21l-8-4.5zM4 8l8 4.5L20 8M12 12.5V21',
  device: 'M7.5 3.5h9A1.5 1.5 0 0 1 18 5v14a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 6 19V5a1.5 1.5 0 0 1 1.5-1.5zM10.5 17.5h3',
  down: 'M12 4.5v11M6.5 10.5 12 16l5.5-5.5M5 20h14',
  next: 'M9 5l7 7-7 7',
  cloud: 'M7 18.5a4 4 0 0 1-.5-8 5.5 5.5 0 0 1 10.6-1.2A4.6 4.6 0 0 1 17 18.5zM4 4l16 16',
  bin: 'M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 13h9.4l.8-13M10.3 11v5.5M13.7 11v5.5',
  robot: 'M5.5 9h13v10.5h-13zM12 9V5M9 13.5h.01M15 13.5h.01M9.5 16.5h5',
} as const;

export type IconName = keyof typeof PATHS;

// They point where reading goes, so they turn with it.
const TURNING: ReadonlySet<IconName> = new Set<IconName>(['back', 'reply', 'list']);

export function Icon({ name, filled = false, size = 22 }: { name: IconName; filled?: boolean; size?: number }) {
  return (
    <svg class={TURNING.has(name) ? 'icon turns' : 'icon'} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" fill={filled ? 'currentColor' : 'none'} stroke="currentColor"
      stroke-width={name === 'more' || name === 'list' ? 2 : 1.75} stroke-linecap="round" stroke-linejoin="round">
      <path d={PATHS[name]} />
    </svg>
  );
}
