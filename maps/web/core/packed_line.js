// Rings and lines as text, packed as maps/basemap/packed_layers.py says.

// What stands between texts, and in none of them.
const BETWEEN = "!";

/**
 * The points of packed rings or lines, each as lon0, lat0, lon1, lat1, ... in degrees; one after the other in one buffer.
 * They are read in one loop: of a page that has just begun the browser learns a loop while it runs, and 400 short ones take
 * more than twice as long.
 * @param {string[]} texts
 * @param {number} scale Units of a degree.
 */
export function allDegrees(texts, scale) {
  const text = texts.join(BETWEEN);
  const all = new Float64Array(text.length);
  const paths = [];
  // The sums stand apart: in an array they take twice as long.
  let [longitude, latitude] = [0, 0];
  let [from, length] = [0, 0];
  let number = 0;
  let shift = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 63;
    if (digit < 0) {
      paths.push(all.subarray(from, length));
      from = length;
      longitude = latitude = 0;
      continue;
    }
    number |= (digit & 31) << shift;
    shift += 5;
    if (digit >= 32) continue;
    const step = number & 1 ? ~(number >> 1) : number >> 1;
    all[length] = ((length - from) & 1 ? (latitude += step) : (longitude += step)) / scale;
    length++;
    number = shift = 0;
  }
  paths.push(all.subarray(from, length));
  return paths;
}

/**
 * The points of one packed ring or line.
 * @param {string} text
 * @param {number} scale
 */
export const degreesOf = (text, scale) => allDegrees([text], scale)[0];
