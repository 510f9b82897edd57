// SPDX-License-Identifier: Apache-2.0
// Small encoders that make pictures of one colour, or of two, in any size: the corpus of the media scenarios. They know
// no compression worth the name; a picture of a hundred megapixels is some kilobytes all the same.
import zlib from 'node:zlib';

const u16 = (number) => Buffer.from([number >> 8, number & 0xff]);
const u32 = (number) => Buffer.from([number >>> 24, (number >> 16) & 0xff, (number >> 8) & 0xff, number & 0xff]);
const le16 = (number) => Buffer.from([number & 0xff, number >> 8]);

const CRC_TABLE = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const pngChunk = (type, data) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
};

// A PNG: the left half of `left`, the right of `right`, each [red, green, blue]. `text`: of a comment inside.
export function png(width, height, { left = [200, 30, 30], right = left, text } = {}) {
  const row = Buffer.alloc(1 + width * 3);
  for (let x = 0; x < width; x++) row.set(x * 2 < width ? left : right, 1 + x * 3);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])])),
    ...(text ? [pngChunk('tEXt', Buffer.from(`Comment\0${text}`, 'latin1'))] : []),
    pngChunk('IDAT', zlib.deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

// One bit a pixel, all of them black: what a bomb is made of.
export function blackPng(width, height) {
  const rows = Buffer.alloc(Math.ceil(width / 8 + 1) * height);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([1, 0, 0, 0, 0])])),
    pngChunk('IDAT', zlib.deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

class Bits {
  constructor() { this.bytes = []; this.held = 0; this.count = 0; }
  // Most significant bit first, with the zero that JPEG wants behind 0xff.
  putHigh(value, length) {
    for (let i = length - 1; i >= 0; i--) {
      this.held = (this.held << 1) | ((value >> i) & 1);
      if (++this.count === 8) {
        this.bytes.push(this.held);
        if (this.held === 0xff) this.bytes.push(0);
        this.held = this.count = 0;
      }
    }
  }
  // Least significant bit first.
  putLow(value, length) {
    for (let i = 0; i < length; i++) {
      this.held |= ((value >> i) & 1) << this.count;
      if (++this.count === 8) {
        this.bytes.push(this.held);
        this.held = this.count = 0;
      }
    }
  }
  endHigh() { while (this.count) this.putHigh(1, 1); return Buffer.from(this.bytes); }
  endLow() { while (this.count) this.putLow(0, 1); return Buffer.from(this.bytes); }
}

const segment = (marker, data) => Buffer.concat([Buffer.from([0xff, marker]), u16(data.length + 2), data]);

// EXIF with an orientation (1 to 8) and a description.
function exif(orientation, description) {
  const text = Buffer.from(`${description}\0`, 'latin1');
  const entry = (tag, type, count, value) => Buffer.concat([u16(tag), u16(type), u32(count), value]);
  return Buffer.concat([
    Buffer.from('Exif\0\0MM\0*', 'latin1'), u32(8), u16(2),
    entry(0x010e, 2, text.length, u32(8 + 2 + 24 + 4)),
    entry(0x0112, 3, 1, Buffer.concat([u16(orientation), u16(0)])),
    u32(0), text,
  ]);
}

// A grey JPEG, baseline: the first eighth of its columns, in blocks of 8, is dark, the rest light.
export function jpeg(width, height, { orientation, description = 'a secret place', comment } = {}) {
  const across = Math.ceil(width / 8);
  const bits = new Bits();
  // DC categories 0 and 7 have the codes 0 and 10; AC has the end of block alone, code 0.
  for (let y = 0; y < Math.ceil(height / 8); y++) {
    for (let x = 0; x < across; x++) {
      const change = x === 0 && y > 0 ? -100 : x === Math.ceil(across / 8) ? 100 : 0;
      if (change === 0 || across === 1) bits.putHigh(0b0, 1);
      else { bits.putHigh(0b10, 2); bits.putHigh(change > 0 ? change : change + 127, 7); }
      bits.putHigh(0, 1);
    }
  }
  const huffman = (kind, symbols) => Buffer.from([kind, symbols.length > 0 ? 1 : 0, symbols.length > 1 ? 1 : 0, ...Array(14).fill(0), ...symbols]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    orientation ? segment(0xe1, exif(orientation, description)) : segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    ...(comment ? [segment(0xfe, Buffer.from(comment, 'latin1'))] : []),
    segment(0xdb, Buffer.from([0, ...Array(64).fill(4)])),
    segment(0xc0, Buffer.concat([Buffer.from([8]), u16(height), u16(width), Buffer.from([1, 1, 0x11, 0])])),
    segment(0xc4, huffman(0x00, [0, 7])),
    segment(0xc4, huffman(0x10, [0])),
    segment(0xda, Buffer.from([1, 1, 0x00, 0, 63, 0])),
    bits.endHigh(),
    Buffer.from([0xff, 0xd9]),
  ]);
}

// A GIF with so many frames, each of a colour of its own. Its LZW clears the table before it would grow.
export function gif(width, height, frames = 1) {
  const frame = (index) => {
    const bits = new Bits();
    for (let pixel = 0; pixel < width * height; pixel++) {
      if (pixel % 4 === 0) bits.putLow(8, 4); // clear code
      bits.putLow(index % 8, 4);
    }
    bits.putLow(9, 4); // end code
    const data = bits.endLow();
    const blocks = [];
    for (let at = 0; at < data.length; at += 255) {
      const block = data.subarray(at, at + 255);
      blocks.push(Buffer.from([block.length]), block);
    }
    return Buffer.concat([
      Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0]),
      Buffer.from([0x2c, 0, 0, 0, 0]), le16(width), le16(height), Buffer.from([0, 3]), ...blocks, Buffer.from([0]),
    ]);
  };
  const palette = Array.from({ length: 8 }, (_, i) => [i * 36, 255 - i * 36, 128]).flat();
  return Buffer.concat([
    Buffer.from('GIF89a', 'latin1'), le16(width), le16(height), Buffer.from([0xf2, 0, 0, ...palette]),
    ...(frames > 1 ? [Buffer.from('\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0', 'latin1')] : []),
    ...Array.from({ length: frames }, (_, index) => frame(index)),
    Buffer.from([0x3b]),
  ]);
}

// A lossless WebP of one colour. Where a prefix code has one symbol its code has no bits, so no pixel costs anything.
export function webp(width, height, [red, green, blue] = [30, 90, 200]) {
  const bits = new Bits();
  bits.putLow(0x2f, 8);
  bits.putLow(width - 1, 14);
  bits.putLow(height - 1, 14);
  bits.putLow(0, 1 + 3); // no alpha, version 0
  bits.putLow(0, 1 + 1 + 1); // no transform, no colour cache, one group of codes
  for (const symbol of [green, red, blue, 255, 0]) {
    bits.putLow(0b101, 3); // a simple code of one symbol, which has eight bits
    bits.putLow(symbol, 8);
  }
  const data = bits.endLow();
  const padded = Buffer.concat([data, Buffer.alloc(data.length % 2)]);
  const le32 = (number) => Buffer.concat([le16(number & 0xffff), le16(number >>> 16)]);
  return Buffer.concat([
    Buffer.from('RIFF', 'latin1'), le32(12 + padded.length), Buffer.from('WEBPVP8L', 'latin1'), le32(data.length), padded,
  ]);
}

// Width and height as the head of a JPEG or PNG says.
export function sizeOf(bytes) {
  if (bytes[0] === 0x89) return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  for (let at = 2; at < bytes.length;) {
    const marker = bytes[at + 1];
    if (marker >= 0xc0 && marker <= 0xc2) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  throw new Error('neither PNG nor JPEG');
}
