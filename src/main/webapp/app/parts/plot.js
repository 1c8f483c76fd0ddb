import { fill, h } from '../dom.js';
import { utc } from '../format.js';
import { onThemeChange } from '../theme.js';

const HEIGHT = 168;
const SYNC = 'time';
const WHOLE = [1, 10, 100, 1_000, 10_000, 100_000].flatMap(power => [power, 2 * power, 5 * power]);
let library = null;

const LIBRARY = 'lib/uplot.js';
/** The Trusted Types policy of the page allows this one URL as a script that is added later. */
const trusted = globalThis.trustedTypes?.createPolicy('marketbell-plots', {
  createScriptURL: url => {
    if (url !== LIBRARY) {
      throw new TypeError(`not the library of the plots: ${url}`);
    }
    return url;
  },
});

/** uPlot is a classic script. It is loaded once, with the first plot. */
function uPlot() {
  library ??= new Promise((resolve, reject) => {
    document.head.append(h('link', { rel: 'stylesheet', href: 'lib/uplot.css' }));
    document.head.append(h('script', {
      src: trusted?.createScriptURL(LIBRARY) ?? LIBRARY, onload: () => resolve(window.uPlot), onerror: () => reject(new Error('the plots cannot be loaded')),
    }));
  });
  return library;
}

/** Resolves a custom property in the current theme, because a canvas supports neither var() nor light-dark(). */
function colour(name, at) {
  at.style.color = `var(${name})`;
  const resolved = getComputedStyle(at).color;
  at.style.color = '';
  return resolved;
}

const faint = rgb => rgb.replace('rgb(', 'rgba(').replace(')', ', .13)');

/**
 * A plot over time with its latest values as text, which screen readers read instead of the plot.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {Array<{label: string, colour: string, fill?: boolean}>} options.lines colours by custom property
 * @param {(value: number|null) => string} options.write formats a value
 * @param {boolean} [options.whole] whether all values are integers
 */
export function plot({ title, note, lines, write, whole = false }) {
  const values = lines.map(() => h('dd'));
  const place = h('div.canvas', { 'aria-hidden': 'true' });
  const at = h('span.at');
  const figure = h('figure.plot', {},
    h('figcaption', {}, h('h3', {}, title), note ? h('span.note', {}, note) : null, at),
    h('dl.legend', {}, lines.map((line, i) => h('div', {}, h(`dt.${line.colour.slice(2)}`, {}, line.label), values[i]))),
    place);
  let data = null;
  let chart = null;
  let gone = false;

  const showValues = i => lines.forEach((line, n) => {
    values[n].textContent = write(data[n + 1][i] ?? null);
  });
  const last = () => {
    at.textContent = '';
    showValues(data[0].length - 1);
  };

  function draw(Chart) {
    chart?.destroy();
    fill(place);
    chart = new Chart(options(), data, place);
  }

  function options() {
    const quiet = colour('--ink-3', place);
    const axis = {
      stroke: quiet, font: `11px ${getComputedStyle(document.body).fontFamily}`, ticks: { show: false }, border: { show: false },
      grid: { stroke: colour('--line', place), width: 1 },
    };
    return {
      width: place.clientWidth || 400, height: HEIGHT, legend: { show: false }, padding: [8, 6, 0, 0],
      cursor: { sync: { key: SYNC }, drag: { x: false, y: false }, points: { size: 6 }, y: false },
      scales: { y: { range: (u, min, max) => [0, whole ? Math.max(4, max * 1.15) : max > 0 ? max * 1.15 : 1] } },
      axes: [
        { ...axis, grid: { show: false }, space: 70, size: 26, gap: 6, values: (u, splits) => splits.map(s => clock(s)) },
        { ...axis, size: 58, space: 36, ...(whole && { incrs: WHOLE }), values: (u, splits) => splits.map(v => write(v)) },
      ],
      series: [{}, ...lines.map(line => ({
        stroke: colour(line.colour, place), width: 1.5, spanGaps: false, points: { show: false },
        fill: line.fill ? faint(colour(line.colour, place)) : undefined,
      }))],
      hooks: {
        setCursor: [u => {
          if (u.cursor.idx === null || u.cursor.idx === undefined || u.cursor.left < 0) {
            last();
          } else {
            at.textContent = clock(data[0][u.cursor.idx], true);
            at.title = utc(data[0][u.cursor.idx] * 1_000);
            showValues(u.cursor.idx);
          }
        }],
      },
    };
  }

  const fit = new ResizeObserver(() => chart?.setSize({ width: place.clientWidth, height: HEIGHT }));
  fit.observe(place);
  const quit = onThemeChange(() => chart && uPlot().then(draw));

  return {
    element: figure,
    /** @param {Array<Array<number|null>>} next seconds, then a line each */
    async show(next) {
      data = next;
      if (data[0].length === 0 || data.slice(1).every(line => line.every(value => value === null))) {
        lines.forEach((line, n) => (values[n].textContent = write(null)));
        if (!chart) {
          fill(place, h('p.none', {}, 'Nothing to show yet.'));
          return;
        }
      } else {
        last();
      }
      const Chart = await uPlot();
      if (gone) {
        return;
      }
      if (chart) {
        chart.setData(data);
      } else {
        draw(Chart);
      }
    },
    failed(problem) {
      fill(place, h('p.none', {}, problem.message));
    },
    remove() {
      gone = true;
      quit();
      fit.disconnect();
      chart?.destroy();
    },
  };
}

function clock(seconds, exact = false) {
  return new Date(seconds * 1_000).toLocaleTimeString(undefined,
    { hour: '2-digit', minute: '2-digit', second: exact ? '2-digit' : undefined, hourCycle: 'h23' });
}
