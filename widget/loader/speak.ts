/** Of what there is in several languages: the page's, then the browser's, then the one for everybody else, `*`. */
export function speak<T>(all: Record<string, T> = {}): T | undefined {
  const tags = [document.documentElement.lang, ...navigator.languages, "*"].map((tag) => tag.toLowerCase());
  return tags.flatMap((tag) => [tag, tag.split("-")[0]]).map((tag) => all[tag]).find((one) => one);
}
