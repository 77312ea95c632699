// Whether two values of JSON differ.

/**
 * Whether two values of JSON differ; the order of keys makes no difference.
 * @param {unknown} a
 * @param {unknown} b
 */
export function differ(a, b) {
  /**
   * @param {unknown} _
   * @param {unknown} value
   */
  const sorted = (_, value) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
      : value;
  return JSON.stringify(a ?? null, sorted) !== JSON.stringify(b ?? null, sorted);
}
