// SPDX-License-Identifier: Apache-2.0
//
// The arithmetic of cutting a picture: a frame of a fixed shape over a picture that can be moved and enlarged.
import type { Focus } from '../state/parts';

export interface Size {
  width: number;
  height: number;
}

// `x` and `y` are the middle of the frame as parts of the picture, `zoom` is 1 where the picture just fills the frame.
export interface Crop {
  x: number;
  y: number;
  zoom: number;
}

export interface Box extends Size {
  left: number;
  top: number;
}

export const ZOOM_MAX = 5;

const between = (low: number, value: number, high: number): number => Math.min(high, Math.max(low, value));

// What of the picture is in the frame, in its own pixels.
export function boxOf(picture: Size, aspect: number, { x, y, zoom }: Crop): Box {
  const height = Math.min(picture.width / aspect, picture.height) / zoom;
  const width = height * aspect;
  return { left: x * picture.width - width / 2, top: y * picture.height - height / 2, width, height };
}

// The same crop, moved so that nothing beside the picture is in the frame.
export function fitted(picture: Size, aspect: number, crop: Crop): Crop {
  const zoom = between(1, crop.zoom, ZOOM_MAX);
  const { width, height } = boxOf(picture, aspect, { ...crop, zoom });
  const halfX = width / picture.width / 2;
  const halfY = height / picture.height / 2;
  return { zoom, x: between(halfX, crop.x, 1 - halfX), y: between(halfY, crop.y, 1 - halfY) };
}

// Moves the picture under the frame by parts of the frame's own width and height.
export function dragged(picture: Size, aspect: number, crop: Crop, dx: number, dy: number): Crop {
  const { width, height } = boxOf(picture, aspect, crop);
  return fitted(picture, aspect, { ...crop, x: crop.x - (dx * width) / picture.width, y: crop.y - (dy * height) / picture.height });
}

const STEP = 0.05;
const WAYS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// What a key does to the frame: arrows move it over the picture, plus and minus enlarge and reduce the picture.
export function keyed(picture: Size, aspect: number, crop: Crop, key: string): Crop | null {
  const way = WAYS[key];
  if (way) return dragged(picture, aspect, crop, -way[0] * STEP, -way[1] * STEP);
  const zoom = { '+': 1.1, '=': 1.1, '-': 1 / 1.1 }[key];
  return zoom ? fitted(picture, aspect, { ...crop, zoom: crop.zoom * zoom }) : null;
}

// The size of the result: not larger than asked for, and not larger than what was there.
export function resultSize(box: Size, largest: Size): Size {
  const part = Math.min(1, largest.width / box.width, largest.height / box.height);
  return { width: Math.max(1, Math.round(box.width * part)), height: Math.max(1, Math.round(box.height * part)) };
}

const rounded = (value: number): number => Math.round(between(-1, value, 1) * 100) / 100 || 0; // never -0

// From parts of a picture, of which 0, 0 is the top left corner.
export const pointedFocus = (x: number, y: number): Focus => ({ x: rounded(x * 2 - 1), y: rounded(1 - y * 2) });

export function movedFocus({ x, y }: Focus, key: string): Focus | null {
  const way = WAYS[key];
  return way ? { x: rounded(x + way[0] * STEP * 2), y: rounded(y - way[1] * STEP * 2) } : null;
}
