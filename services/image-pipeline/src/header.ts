export interface Header {
  readonly type: "image/jpeg" | "image/png";
  readonly width: number;
  readonly height: number;
}

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Type and size of a JPEG or PNG by its first bytes, without decoding it; undefined for anything else. */
export function readHeader(bytes: Buffer): Header | undefined {
  if (bytes.subarray(0, 8).equals(png) && bytes.length >= 24)
    return { type: "image/png", width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? jpeg(bytes) : undefined;
}

/** Walks a JPEG's segments to the one that starts the frame. */
function jpeg(bytes: Buffer): Header | undefined {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    // C4, C8 and CC lie among the frame markers and are none.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { type: "image/jpeg", height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
