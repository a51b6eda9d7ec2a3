// Hands out the parts of the program: from the file with all that the view at this address needs, where the start script has asked for
// one, else each from a file of its own. Owns neither. Becomes the end of the script that loads parts.
async function part(name) {
  const here = await globalThis.openclutchPack;
  const bytes = here?.get(name);
  // Taken once: a part that could not be used is asked for anew.
  here?.delete(name);
  return bytes ?? (await fetch(new URL(name, import.meta.url))).arrayBuffer();
}
