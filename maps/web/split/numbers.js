// Numbers in the files of a split layer: seven bits a byte, the lowest first; a byte from 128 on is followed by another.

export class Numbers {
  /**
   * @param {Uint8Array} bytes
   * @param {number} [at]
   */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  next() {
    let number = 0;
    for (let factor = 1;; factor *= 128) {
      const byte = this.bytes[this.at++];
      // No shifts: they end at 32 bits.
      number += (byte & 127) * factor;
      if (!(byte & 128)) return number;
    }
  }

  /** The next ones. @param {number} count */
  take(count) {
    return Array.from({length: count}, () => this.next());
  }

  /** The next bytes as they are. @param {number} count */
  raw(count) {
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
}
