/**
 * Stands in for the clipboard, which jsdom lacks.
 *
 * @returns every text that was copied from now on
 */
export function watchClipboard(): string[] {
  const copied: string[] = [];
  document.execCommand = () => {
    copied.push(String(document.getSelection()));
    return true;
  };
  return copied;
}
