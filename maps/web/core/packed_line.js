// Rings and lines as text, packed as maps/basemap/packed_layers.py says.

/**
 * The points of a packed ring or line as lon0, lat0, lon1, lat1, ... in degrees.
 * @param {string} text
 * @param {number} scale Units of a degree.
 */
export function degreesOf(text, scale) {
  const path = new Float64Array(text.length);
  const at = [0, 0];
  let length = 0;
  let number = 0;
  let shift = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 63;
    number |= (digit & 31) << shift;
    shift += 5;
    if (digit >= 32) continue;
    at[length & 1] += number & 1 ? ~(number >> 1) : number >> 1;
    path[length] = at[length & 1] / scale;
    length++;
    number = shift = 0;
  }
  return path.subarray(0, length);
}
