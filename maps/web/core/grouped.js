// Grouping, which browsers before 2024 do not have.

/**
 * The things of a list by what a function says of them, in the order in which that came up.
 * @template T, K
 * @param {Iterable<T>} list
 * @param {(thing: T) => K} keyOf
 * @returns {Map<K, T[]>}
 */
export function grouped(list, keyOf) {
  const groups = new Map();
  for (const thing of list) {
    const key = keyOf(thing);
    if (!groups.get(key)?.push(thing)) groups.set(key, [thing]);
  }
  return groups;
}
