/**
 * One hour of points for plots: the history from `/series`, followed by each new snapshot. Pure.
 */
const HOUR = 3_600;
/** Minimum number of points; the plot omits a longer gap at its start. */
const LEAST = 600;

export class History {
  #lines;
  #times = [];
  #values;

  constructor(lines) {
    this.#lines = lines;
    this.#values = Array.from({ length: lines }, () => []);
  }

  /**
   * The value of a step is placed at the end of the step, like a snapshot of the same window. The value of the current
   * step is placed at the current time. Points from the first added snapshot on are kept, because they are finer.
   *
   * @param {number} now seconds since 1970
   */
  begin({ series, step_seconds: step }, now) {
    const own = this.#rows();
    const ends = series[0].map(time => Math.min(time + step, now)).filter(time => own.length === 0 || time < own[0][0]);
    const from = firstKnown(series, Math.floor(LEAST / step));
    this.#times = ends.slice(from);
    this.#values = Array.from({ length: this.#lines }, (_, i) => (series[i + 1] ?? ends.map(() => null)).slice(from, ends.length));
    own.forEach(([time, ...values]) => this.add(time, values));
  }

  /** @param {number} time seconds since 1970 */
  add(time, values) {
    if (this.#times.length > 0 && time <= this.#times.at(-1)) {
      return;
    }
    this.#times.push(time);
    this.#values.forEach((line, i) => line.push(values[i] ?? null));
    const old = this.#times.findIndex(each => each >= time - HOUR);
    if (old > 0) {
      this.#times.splice(0, old);
      this.#values.forEach(line => line.splice(0, old));
    }
  }

  get data() {
    return [this.#times, ...this.#values];
  }

  #rows() {
    return this.#times.map((time, i) => [time, ...this.#values.map(line => line[i])]);
  }
}

/** Index of the first point with a value in any line, but at least a minimum number of points before the end. */
function firstKnown([times, ...lines], least) {
  const known = times.findIndex((_, i) => lines.some(line => line[i] !== null));
  return Math.max(0, Math.min(known < 0 ? times.length : known, times.length - least));
}
