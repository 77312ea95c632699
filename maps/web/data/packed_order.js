// The projects of a packed layer by name, in each language: numbers that are read when they are first wanted.

import {fire} from "../core/events.js";
import * as i18n from "../core/i18n.js";
import {bytesOf} from "../core/inflate.js";
import {numbersIn, summed} from "./packed_columns.js";
import {count} from "./packed_records.js";

/** @type {Map<string, Int32Array | null>} */
const orders = new Map();

// The projects by name in the reader's language; nothing before that has been read.
export function orderIn() {
  const {language} = i18n;
  if (!orders.has(language)) {
    orders.set(language, null);
    openOrder(language).then((order) => {
      orders.set(language, order);
      fire("order");
    });
  }
  return orders.get(language) ?? null;
}

/**
 * The projects by an own field, those without it last; nothing before that has been read.
 * @param {string} name of the packed part, behind "order-"
 * @param {number} held how many have the field
 * @param {boolean} isUp
 */
export function orderBy(name, held, isUp) {
  if (!orders.has(name)) {
    orders.set(name, null);
    bytesOf("order-" + name).then((bytes) => {
      orders.set(name, summed(numbersIn(bytes, 1, bytes[0], count)));
      fire("order");
    });
  }
  const order = orders.get(name) ?? null;
  if (isUp || !order) return order;
  const down = order.slice();
  down.subarray(0, held).reverse();
  return down;
}

/**
 * The first language's order numbers the projects, those of the others number its places.
 * @param {string} language
 * @returns {Promise<Int32Array>}
 */
async function openOrder(language) {
  const bytes = await bytesOf("order-" + language);
  const places = summed(numbersIn(bytes, 1, bytes[0], count));
  const [first] = i18n.languages;
  if (language === first) return places;
  const all = orders.get(first) || (await openOrder(first));
  orders.set(first, all);
  return places.map((place) => all[place]);
}
