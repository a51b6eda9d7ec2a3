// Takes comments and needless blanks out of the page's own small sources.
// Owns nothing but text to text; no parser, so it changes only what cannot
// matter, and says so in each function.

/** Scripts: lines that are comments, and indentation. Assumes no template literal spans lines. */
export const squeezeScript = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('//'))
    .join('\n');

/** Style sheets: comments, runs of blanks, blanks beside braces, semicolons and commas. Strings stay. */
export const squeezeStyle = (text) =>
  text
    .replace(/("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\/\*[^]*?\*\/|\s+/g, (_, string) => string ?? ' ')
    .replace(/("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\s*([{};,])\s*/g, (_, string, mark) => string ?? mark)
    .replace(/;}/g, '}')
    .trim();

/** Pages: comments, and blanks at the start and end of lines. */
export const squeezePage = (text) =>
  text
    .replace(/<!--[^]*?-->/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');
