// Rings and lines as text, packed as maps/basemap/packed_layers.py says.

/**
 * The points of a packed ring or line as lon0, lat0, lon1, lat1, ... in degrees.
 * @param {string} text
 * @param {number} scale Units of a degree.
 */
export function degreesOf(text, scale) {
  const path = new Float64Array(text.length);
  // The sums stand apart: in an array, the base map of a page that has just begun takes twice as long.
  let [longitude, latitude] = [0, 0];
  let length = 0;
  let number = 0;
  let shift = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 63;
    number |= (digit & 31) << shift;
    shift += 5;
    if (digit >= 32) continue;
    const step = number & 1 ? ~(number >> 1) : number >> 1;
    path[length] = (length & 1 ? (latitude += step) : (longitude += step)) / scale;
    length++;
    number = shift = 0;
  }
  return path.subarray(0, length);
}
