// Lines as text, packed as maps/basemap/packed_layers.py says: courses of routes, and areas in which places may lie.

/**
 * The points of one packed ring or line as lon0, lat0, lon1, lat1, ... in degrees.
 * @param {string} text
 * @param {number} scale Units of a degree.
 */
export function degreesOf(text, scale) {
  const degrees = [];
  const sums = [0, 0];
  let number = 0;
  let shift = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 63;
    number |= (digit & 31) << shift;
    shift += 5;
    if (digit >= 32) continue;
    sums[degrees.length & 1] += number & 1 ? ~(number >> 1) : number >> 1;
    degrees.push(sums[degrees.length & 1] / scale);
    number = shift = 0;
  }
  return degrees;
}
