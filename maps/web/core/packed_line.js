// Rings and lines as text, packed as maps/basemap/packed_layers.py says.

// What stands between texts, and in none of them.
const BETWEEN = "!";

/**
 * The points of packed rings or lines, each as x0, y0, x1, y1, ..., in the order of the texts.
 * They are read in one loop: of a page that has just begun the browser learns a loop while it runs, and 400 short ones take
 * more than twice as long.
 * @param {string[]} texts
 * @param {(longitude: number) => number} toX takes the packed number
 * @param {(latitude: number) => number} toY
 */
export function pathsOf(texts, toX, toY) {
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
    all[length] = (length - from) & 1 ? toY(latitude += step) : toX(longitude += step);
    length++;
    number = shift = 0;
  }
  paths.push(all.subarray(from, length));
  return paths;
}

/**
 * The points of one packed ring or line as lon0, lat0, lon1, lat1, ... in degrees.
 * @param {string} text
 * @param {number} scale Units of a degree.
 */
export function degreesOf(text, scale) {
  const toDegrees = (/** @type {number} */ units) => units / scale;
  return pathsOf([text], toDegrees, toDegrees)[0];
}
