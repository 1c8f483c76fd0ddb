/**
 * An hour of points for plots: what was, from `/series`, and each new snapshot behind it. Pure.
 */
const HOUR = 3_600;
/** Where nothing was known for most of the hour, the plot begins here and not with a void. */
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
   * A step's figure is known at its end, which is where a snapshot of the same window would stand; that of the step that
   * is not over, now. From the first snapshot on that was added before, those are finer.
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

/** Of the points that any line has a value for the first, but no later than so many before the end. */
function firstKnown([times, ...lines], least) {
  const known = times.findIndex((_, i) => lines.some(line => line[i] !== null));
  return Math.max(0, Math.min(known < 0 ? times.length : known, times.length - least));
}
