// Steps of a change, to be taken back and taken again.

/**
 * A value that changes step by step; each step can be taken back.
 * @template T
 */
export class Steps {
  /** @type {string[]} */
  #past = [];
  /** @type {string[]} */
  #future = [];
  #path = "";
  /** @type {string} */
  #last;

  /** @param {T} value */
  constructor(value) {
    this.now = structuredClone(value);
    this.#last = JSON.stringify(this.now);
  }

  // Ends a step. What is typed into one field at a time, named by its path, is one step.
  add(path = "") {
    if (!path || path !== this.#path) this.#past.push(this.#last);
    this.#future.length = 0;
    this.#path = path;
    this.#last = JSON.stringify(this.now);
  }

  // A change that the last step brought with it is taken back with that step.
  amend() {
    this.#last = JSON.stringify(this.now);
  }

  // What is typed from here on is a step of its own.
  pause() {
    this.#path = "";
  }

  /**
   * @param {string[]} from
   * @param {string[]} to
   */
  #travel(from, to) {
    if (!from.length) return false;
    to.push(this.#last);
    this.#last = from.pop() ?? "";
    this.now = JSON.parse(this.#last);
    this.#path = "";
    return true;
  }

  // Gives whether there was a step to take back, or to take again.
  back() {
    return this.#travel(this.#past, this.#future);
  }

  forth() {
    return this.#travel(this.#future, this.#past);
  }
}
