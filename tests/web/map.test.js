import {assertEquals} from "./page_stub.js";
import {spread} from "../../maps/web/map/declutter.js";
import {densest} from "../../maps/web/map/crowding.js";
import {boxFor} from "../../maps/web/map/inset_place.js";
import {bowed, courses, greatCircle} from "../../maps/web/map/lines.js";

const vectors = JSON.parse(Deno.readTextFileSync(new URL("./twins.json", import.meta.url)));

Deno.test("a great circle passes where Python's does", () => {
  for (const {line, middle} of vectors.arcs) {
    const path = greatCircle(line);
    const near = path.map(([lng, lat]) =>
      Math.hypot((lng - middle[0]) * Math.cos((lat * Math.PI) / 180), lat - middle[1])
    );
    // The points of the page are a degree apart, and its globe is a sphere.
    if (Math.min(...near) > 0.6) throw new Error(`${Math.min(...near)} degrees from ${middle}`);
    assertEquals([path[0], path.at(-1)], line);
  }
});

Deno.test("parts that continue each other are one course", () => {
  assertEquals(courses([[[0, 0], [1, 1]], [[1, 1], [2, 0]], [[5, 5], [6, 6]]]), [[[0, 0], [1, 1], [2, 0]], [[5, 5], [
    6,
    6,
  ]]]);
});

Deno.test("marks that would cover each other are moved apart, the others stay", () => {
  const marks = [[0, 0], [4, 0], [0, 0], [200, 9]].map(([x, y]) => ({pixel: {x, y}}));
  const moved = spread(/** @type {any} */ (marks), 20).map((mark) => mark.moved);
  for (let i = 0; i < moved.length; i++) {
    for (let k = i + 1; k < moved.length; k++) {
      const distance = Math.hypot(moved[i].x - moved[k].x, moved[i].y - moved[k].y);
      if (distance < 19.9) throw new Error(`${i} and ${k} are ${distance} pixels apart`);
    }
  }
  assertEquals(moved[3], {x: 200, y: 9});
});

Deno.test("a flight bows by an eighth of its length and keeps its ends, also over the date line", () => {
  for (const [from, to] of [[[69, 41], [71, 51]], [[69, 41], [77, 43]], [[170, 50], [-170, 52]]]) {
    const path = bowed(greatCircle([from, to]));
    const flat = path.map(([x, y]) => [x, (Math.asinh(Math.tan((y * Math.PI) / 180)) * 180) / Math.PI]);
    const [a, b] = [flat[0], flat[flat.length - 1]];
    const long = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const away = flat.map(([x, y]) => Math.abs((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / long);
    const share = Math.max(...away) / long;
    if (share < 0.11 || share > 0.17) throw new Error(`bows by ${share}`);
    if (long > 30) throw new Error("runs the long way round");
    assertEquals(path[0], from);
  }
});

Deno.test("of marks the largest crowd asks for an inset, and two alone for none", () => {
  const spots = [[0, 0], [10, 0], [20, 5], [200, 0], [210, 0]].map(([x, y]) => ({x, y}));
  assertEquals(densest(spots, 30).map(({x}) => x).sort((a, b) => a - b), [0, 10, 20]);
  assertEquals(densest(spots.slice(3), 30), []);
});

Deno.test("an inset stands where it covers no mark, no button and none of what it shows", () => {
  const inWindow = [0, 0, 900, 700];
  const area = [430, 330, 480, 370];
  const around = {busy: [{x: 850, y: 600}], blocked: [[860, 0, 900, 250]], landShare: () => 0};
  const box = boxFor(area, inWindow, around) ?? [];
  const touches = (/** @type {number[]} */ [west, north, east, south]) =>
    box[0] < east && west < box[2] && box[1] < south && north < box[3];
  assertEquals([area, [850, 600, 850, 600], around.blocked[0]].filter(touches), []);
  if (box[0] < 0 || box[1] < 0 || box[2] > 900 || box[3] > 700) throw new Error(`${box} leaves the window`);
  // Where all is busy there is none.
  const crowded = Array.from({length: 400}, (_, i) => ({x: (i % 20) * 45, y: Math.floor(i / 20) * 35}));
  assertEquals(boxFor(area, inWindow, {...around, busy: crowded}), null);
});
