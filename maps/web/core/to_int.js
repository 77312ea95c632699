// Whole numbers at the start of the page, when the browser runs what it has not compiled yet.

/**
 * The nearest whole number. The browser holds such a one in place, where it makes an object of what `Math.round` or
 * `Math.ceil` gives, and of all that is reckoned with that.
 * @param {number} number of no more than nine digits
 */
export const toInt = (number) => Math.round(number) | 0;
