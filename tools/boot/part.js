// Hands out the parts of the program: from the file with all that the view at this address needs, which the start script has asked for,
// from the one with what a conversation may need besides, else from the one with all of them; those two come when somebody needs them.
// Owns none. Becomes the end of the script that loads parts.
async function part(name) {
  const take = (parts) => {
    const bytes = parts?.get(name);
    // Taken once: a part that could not be used is asked for anew.
    parts?.delete(name);
    return bytes;
  };
  return take(await globalThis.openclutchPack) ?? take(await globalThis.openclutchBeside(name)) ?? take(await globalThis.openclutchRest()) ?? take(await globalThis.openclutchRest(true));
}
