// The table itself: a row for each figure. Owns how it is printed and what counts as over; knows no figure.
import os from 'node:os';
import { median } from '../browser.mjs';

const COLUMNS = [44, 12, 12, 9, 12, 7];
const line = (cells) => console.log(`  ${cells.map((cell, at) => (at ? cell.padStart(COLUMNS[at]) : cell.padEnd(COLUMNS[at]))).join('')}`);
const show = (value, unit) => `${value.toFixed(Number.isInteger(value) || value >= 100 ? 0 : 1)}${unit && ` ${unit}`}`;

export class Table {
  #over = 0;
  #rows = 0;

  constructor() {
    console.log(`\n  medians of all rounds (${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)})`);
    line(['figure', 'ours', 'by hand', 'ratio', 'at most', '']);
  }

  /** A figure: what each round came to on both sides, and what ours may be at most: by itself, or so many times the other. */
  row(name, { ours, byHand = [], unit = '', most, times }) {
    const [mine, other] = [median(ours), byHand.length ? median(byHand) : undefined];
    const ratio = other ? mine / other : undefined;
    const isOver = times ? ratio > times : mine > most;
    const spread = `${show(Math.min(...ours), '')} to ${show(Math.max(...ours), '')}, ${ours.length} rounds`;
    line([name, show(mine, unit), other === undefined ? '' : show(other, unit), ratio ? ratio.toFixed(2) : '', times ? `${times} x` : show(most, unit), isOver ? 'over' : 'ok', `  ${spread}`]);
    this.#rows += 1;
    this.#over += isOver;
  }

  end() {
    console.log(`\n  ${this.#rows - this.#over} of ${this.#rows} figures are within what is promised`);
  }
}
